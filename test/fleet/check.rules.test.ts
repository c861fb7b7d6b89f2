import { checkFleet, checkRendered } from '../../src/fleet/check.ts';
import { describeFinding } from '../../src/fleet/finding.ts';
import { BILLING, emptyFleet, renderOn, withRequest } from '../support/fleet-files.ts';

const EMPTY = emptyFleet();
const FLEET = withRequest(withRequest(EMPTY), BILLING);

const EAST = 'clusters/cluster-east-prod';
const CONFIG = `${EAST}/config/payments-prod.yaml`;
const DATABASE = `${EAST}/apps/payments-prod/postgresql-db.yaml`;
const INDEX = `${EAST}/apps/payments-prod/kustomization.yaml`;
const WALLS = 'infrastructure/cluster-east-prod/payments-prod/walls.yaml';
const RECORD = 'environments/payments-prod/berth.yaml';
const REQUEST = 'requests/payments/BR-7F3K2M9QXA.yaml';

/** The fleet with one file edited; the edit must find what it replaces. */
function edited(path: string, from: string | RegExp, to: string): Map<string, string> {
  const text = FLEET.get(path) ?? '';
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${path} has nothing like ${String(from)}`);
  return new Map([...FLEET, [path, changed]]);
}

const withFile = (path: string, text: string) => new Map([...FLEET, [path, text]]);

function without(path: string): Map<string, string> {
  const files = new Map(FLEET);
  files.delete(path);
  return files;
}

/** What is refused; hand edits also break the spec, which its own test covers. */
async function refused(files: Map<string, string>): Promise<string[]> {
  const findings = checkFleet(files);
  return findings.filter(({ level }) => level === 'refused').map(describeFinding);
}

test('a fleet with what Berth rendered passes, every field of it', async () => {
  expect(checkFleet(FLEET).map(describeFinding)).toEqual([]);
});

test('what was rendered passes before it is pushed, by the same rules', async () => {
  expect(checkRendered(renderOn(EMPTY).files, EMPTY)).toEqual([]);
});

test.each<[string, Map<string, string>, RegExp]>([
  ['broken YAML', edited(CONFIG, 'spec:', 'spec: ['), /config\/payments-prod\.yaml:\d+: is not YAML: .* \[syntax\]$/],
  [
    'a key twice',
    edited(CONFIG, 'kind: Kustomization', 'kind: Kustomization\nkind: Kustomization'),
    /:3: is not YAML: Map keys must be unique/,
  ],
  [
    'a list in place of an object',
    withFile(`${EAST}/apps/payments-prod/x.yaml`, '- a\n'),
    /x\.yaml:1: holds a document that is no mapping/,
  ],
  [
    'an unknown field',
    edited(WALLS, 'hard:', 'hrad: {}\n  hard:'),
    /walls\.yaml:\d+: spec\.hrad is no field of ResourceQuota\. Flux would drop it/,
  ],
  [
    'an unknown field of a custom kind',
    edited(DATABASE, 'instances: 1', 'instances: 1\n  instanses: 2'),
    /postgresql-db\.yaml:\d+: spec\.instanses is no field of Cluster/,
  ],
  ['a value of another type', edited(DATABASE, 'instances: 1', 'instances: one'), /spec\.instances must be integer/],
  [
    'a word that YAML 1.1 takes for a boolean',
    edited(DATABASE, 'berth.dev/project: payments', 'berth.dev/project: y'),
    /metadata\.labels\.berth\.dev\/project must be string/,
  ],
  [
    'a missing field',
    edited(INDEX.replace('kustomization', 'ingress-web'), /^ +pathType: .*\n/m, ''),
    /pathType is missing/,
  ],
  [
    "another's service account",
    edited(CONFIG, 'serviceAccountName: payments-prod', 'serviceAccountName: billing-dev'),
    /:\d+: spec\.serviceAccountName must be payments-prod\. .* \[tenant\]$/,
  ],
  [
    "another's folder",
    edited(CONFIG, /path: .*/, `path: "./${EAST}/apps/billing-prod"`),
    /spec\.path must be \.\/clusters\/cluster-east-prod\/apps\/payments-prod/,
  ],
  [
    "Flux's own Secrets",
    edited(CONFIG, 'spec:', 'spec:\n  postBuild: { substituteFrom: [{ kind: Secret, name: flux-system }] }'),
    /spec\.postBuild is nothing Berth writes/,
  ],
  [
    'a second Kustomization',
    edited(
      CONFIG,
      /$/,
      '---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x, namespace: flux-system }\nspec: { interval: 1m, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }\n',
    ),
    /holds more than one Flux Kustomization/,
  ],
  [
    "another's namespace",
    edited(DATABASE, 'namespace: payments-prod', 'namespace: billing-dev'),
    /Cluster payments-db is in the namespace billing-dev and not in payments-prod/,
  ],
  [
    'an object of the whole cluster',
    edited(DATABASE, /^ +namespace: payments-prod\n/m, ''),
    /Cluster payments-db names no namespace and not in payments-prod/,
  ],
  [
    'a kind no tenant may have',
    edited(`${EAST}/apps/payments-prod/namespace.yaml`, /^kind: ConfigMap$/m, 'kind: ServiceAccount'),
    /ServiceAccount .* is nothing that Flux may apply for an environment\. Leave it out; or the platform adds ServiceAccount to/,
  ],
  [
    'an index that reads elsewhere',
    edited(INDEX, '- namespace.yaml', '- ../billing-prod/namespace.yaml'),
    /\.\.\/billing-prod\/namespace\.yaml is no file of/,
  ],
  [
    'an index that makes things',
    edited(INDEX, /$/, 'patches: []\n'),
    /kustomization\.yaml:\d+: patches is nothing Berth writes/,
  ],
  [
    'a file nobody applies',
    withFile(
      `${EAST}/apps/payments-prod/more.yaml`,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: payments-prod }\n',
    ),
    /more\.yaml:1: is not named in kustomization\.yaml/,
  ],
  [
    'rights for another service account',
    edited(WALLS, /kind: ServiceAccount\n( +)name: payments-prod/, 'kind: ServiceAccount\n$1name: billing-dev'),
    /gives rights to the service account flux-system\/billing-dev/,
  ],
  [
    'more rights than Berth may bind',
    edited(WALLS, 'name: view\n', 'name: cluster-admin\n'),
    /binds the ClusterRole cluster-admin/,
  ],
  [
    "a quota of another's",
    edited(
      WALLS,
      /kind: ResourceQuota\n([\s\S]*?)namespace: payments-prod/,
      'kind: ResourceQuota\n$1namespace: billing-dev',
    ),
    /ResourceQuota billing-dev\/berth is outside payments-prod/,
  ],
  [
    'a role in walls of the cluster',
    edited(WALLS, /kind: LimitRange/, 'kind: ClusterRole'),
    /v1 ClusterRole payments-prod\/berth is no part of walls/,
  ],
  [
    'a Secret',
    withFile(
      'clusters/cluster-east-prod/berth-config.yaml',
      `${FLEET.get('clusters/cluster-east-prod/berth-config.yaml') ?? ''}---\napiVersion: v1\nkind: Secret\nmetadata: { name: token }\nstringData: { a: b }\n`,
    ),
    /berth-config\.yaml:\d+: Secret token is not encrypted/,
  ],
  [
    'a Secret in a list',
    withFile(
      'platform/x.yaml',
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    metadata: { name: t }\n    data: { a: Yg== }\n',
    ),
    /platform\/x\.yaml:5: Secret t is not encrypted/,
  ],
  [
    'a Secret made of literals',
    withFile('platform/kustomization.yaml', 'kind: Kustomization\nsecretGenerator: [{ name: a, literals: [b=c] }]\n'),
    /platform\/kustomization\.yaml:2: makes a Secret of what stands in Git/,
  ],
  [
    'a word of the organisation nobody knows',
    edited('organisation.yaml', 'podSecurity: restricted', 'podSecurity: strict'),
    /organisation\.yaml:\d+: rules\.podSecurity: .* \[settings\]$/,
  ],
  [
    'a price book that is not there',
    edited('organisation.yaml', 'priceBook: "2026-01"', 'priceBook: "2027-01"'),
    /prices\/2027-01\.yaml:1: is missing from the fleet repository/,
  ],
  [
    'a project below one that is not there',
    edited('projects/billing.yaml', /$/, 'parent: nothing\n'),
    /project\/nothing/,
  ],
  [
    'a profile of another name',
    edited(`${EAST}/profile.yaml`, 'name: cluster-east-prod', 'name: cluster-west-prod'),
    /profile\.yaml:1: name must be cluster-east-prod/,
  ],
  [
    'a record without its files',
    without(CONFIG),
    /environments\/payments-prod\/berth\.yaml:\d+: clusters\/cluster-east-prod\/config\/payments-prod\.yaml is missing/,
  ],
  [
    'files without a record',
    withFile(
      'clusters/cluster-east-dev/config/ghost-dev.yaml',
      (FLEET.get('clusters/cluster-east-dev/config/billing-dev.yaml') ?? '').replaceAll('billing-dev', 'ghost-dev'),
    ),
    /ghost-dev\.yaml:1: no record in environments\/ghost-dev\/berth\.yaml puts ghost-dev on cluster-east-dev/,
  ],
  [
    'a file in config/ that is no environment',
    withFile(`${EAST}/config/team/x.yaml`, 'a: 1\n'),
    /config\/team\/x\.yaml:1: is not <environment>\.yaml/,
  ],
  [
    'an index in config/',
    withFile(`${EAST}/config/kustomization.yaml`, 'resources: []\n'),
    /is an index, which two requests would both have to change/,
  ],
  [
    'a cluster without an index',
    without(`${EAST}/kustomization.yaml`),
    /kustomization\.yaml:1: is missing: Flux would apply every environment/,
  ],
  [
    'an index that drops Flux itself',
    withFile(
      `${EAST}/flux-system/gotk-sync.yaml`,
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: flux-system }\n',
    ),
    /kustomization\.yaml:\d+: does not name flux-system: Flux removes what it leaves out/,
  ],
  [
    'an index that names environments',
    edited(`${EAST}/kustomization.yaml`, /$/, '  - config\n'),
    /config does not belong into the index/,
  ],
  [
    'walls in two forms',
    withFile(WALLS.replace('walls.yaml', 'main.tf.json'), '{}\n'),
    /main\.tf\.json:1: makes the walls beside walls\.yaml/,
  ],
  [
    'a program among the walls',
    withFile(WALLS.replace('walls.yaml', 'run.sh'), 'rm -rf /\n'),
    /run\.sh:1: is no part of walls/,
  ],
  [
    'a provisioner',
    withFile(
      WALLS.replace('walls.yaml', 'main.tf.json'),
      '{"resource":{"kubernetes_namespace":{"payments-prod":{"metadata":[{"name":"payments-prod"}],"provisioner":{}}}}}\n',
    ),
    /main\.tf\.json:1: .*provisioner/,
  ],
  [
    "another's namespace for OpenTofu",
    withFile(
      WALLS.replace('walls.yaml', 'main.tf.json'),
      '{\n"resource":{"kubernetes_namespace":\n{"x":{"metadata":[{"name":"billing-dev"}]}}}}\n',
    ),
    /main\.tf\.json:3: kubernetes_namespace\.x is outside payments-prod/,
  ],
  [
    'an inventory that starts programs',
    withFile(
      WALLS.replace('walls.yaml', 'inventory-vm-a.yaml'),
      'all: { hosts: { a: { ansible_connection: local } } }\n',
    ),
    /inventory-vm-a\.yaml:1: has ansible_connection, which Ansible would act on here/,
  ],
])('%s is refused, with the place and how to mend it', async (_what, files, said) => {
  expect(await refused(files)).toEqual(expect.arrayContaining([expect.stringMatching(said)]));
});

test('a hand edit is told from what was approved: alone where the project is not the request’s, else as a note', async () => {
  const standing = withRequest(FLEET, {
    request: { reference: 'BR-0000000002' },
    selection: { stage: 'dev', regions: ['east'], size: 'XS', items: [] },
  });
  const path = 'clusters/cluster-east-dev/config/payments-dev.yaml';
  const later = new Map([...standing, [path, (standing.get(path) ?? '').replace('10m', '20m')]]);
  expect(await refused(later)).toEqual([
    expect.stringMatching(/requests\/payments\/BR-0000000002\.yaml:\d+: payments-dev hashes to sha256:.*\[spec\]$/),
  ]);
  const first = checkFleet(edited(CONFIG, '10m', '20m'));
  expect(first.map(({ rule, level, path: at }) => ({ rule, level, at }))).toEqual([
    { rule: 'spec', level: 'note', at: REQUEST },
  ]);
});

test('a broken record is said once, and hides nothing of the others', async () => {
  const files = edited(RECORD, 'stage: prod', 'stage: moon');
  const found = await refused(new Map([...files, ['projects/billing.yaml', 'a: [']]));
  expect(found).toEqual([
    expect.stringMatching(/^environments\/payments-prod\/berth\.yaml:\d+: stage: .* \[settings\]$/),
    expect.stringMatching(/^projects\/billing\.yaml:1: is not YAML/),
  ]);
});

test('an encrypted Secret may stand in the platform’s own folders', async () => {
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: t }\ndata: { a: "ENC[AES256_GCM,data:x]" }\nsops: { mac: x }\n';
  expect(await refused(withFile('platform/secret.yaml', secret))).toEqual([]);
});

test('a cluster without schemas is noted once, and refuses nothing', async () => {
  const files = new Map([...FLEET].filter(([path]) => !path.startsWith(`${EAST}/schemas/`)));
  expect(checkFleet(files).map(describeFinding)).toEqual([
    `${EAST}/profile.yaml:1: note: there are no schemas of cluster-east-prod, so no field was checked. Get them: berth fleet schemas --cluster cluster-east-prod --kubeconfig <file>. [fields]`,
  ]);
});

test('what a cluster does not serve is refused there and nowhere else', async () => {
  const files = without(`${EAST}/schemas/cluster-postgresql.cnpg.io-v1.json`);
  expect(await refused(files)).toEqual([
    expect.stringMatching(
      /^clusters\/cluster-east-prod\/apps\/payments-prod\/postgresql-db\.yaml:\d+: cluster-east-prod serves no Cluster of postgresql\.cnpg\.io\/v1\. Install its operator/,
    ),
  ]);
});

const CALENDAR = `calendars:
  spare: { zone: Europe/Berlin, hours: { mon-fri: 09:00-17:00 }, holidays: [{ ics: calendars/spare.ics }] }
`;
const withCalendar = (files: readonly (readonly [string, string])[]) =>
  new Map([...edited('organisation.yaml', /$/, `\n${CALENDAR}`), ...files]);

test('holidays in a file are checked, whether a project has that calendar or not', async () => {
  const good = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270528\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
  const bad = good.replace('20270528', '20270532');
  expect(await refused(withCalendar([['calendars/spare.ics', good]]))).toEqual([]);
  expect(await refused(withCalendar([['calendars/spare.ics', bad]]))).toEqual([
    expect.stringContaining('calendars/spare.ics:1: has a time that does not exist: 2027-05-32'),
  ]);
  expect(await refused(withCalendar([]))).toEqual([
    expect.stringContaining('calendars/spare.ics:1: is missing from the fleet repository; a calendar names it'),
  ]);
});
