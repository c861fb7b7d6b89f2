import { simpleParser } from 'mailparser';
import { toward } from '../../scripts/demo/people.ts';
import { wholeFile } from '../support/fixture.ts';
import { installKubectl } from '../support/kubectl.ts';
import { readFacts, treeAt } from '../support/stack-facts.ts';
import { playOnStack } from '../support/stack-play.ts';
import { startStackStage } from '../support/stack-stage.ts';

const stage = wholeFile(startStackStage);

const PROJECTS = 'OU=Projects,DC=ad,DC=example,DC=test';
const USERS = 'CN=Users,DC=ad,DC=example,DC=test';
const inDirectory = (project: string) => [
  `CN=berth-${project}-developers,OU=${project},${PROJECTS} | CN=Dana Field,${USERS}`,
  `CN=berth-${project}-leads,OU=${project},${PROJECTS} | CN=Lee Marsh,${USERS}`,
  `CN=berth-${project}-viewers,OU=${project},${PROJECTS}`,
  `OU=${project},${PROJECTS}`,
];
const rightsOf = (project: string) => [
  'admin berth-operators',
  `admin berth-${project}-leads`,
  `edit berth-${project}-developers`,
  'view berth-auditors',
  `view berth-${project}-viewers`,
];

test('a request for east and west prod becomes ready: Berth itself makes the walls of one, OpenTofu those of the other', async () => {
  const database = { item: 'postgresql', parameters: { version: '16', storage: '10Gi', instances: 3 } };
  const selection = { stage: 'prod', regions: ['east', 'west'], size: 'M', items: [database] };
  const { status, world } = await playOnStack(stage, { project: 'payments', next: toward('ready', selection) });

  expect(status).toMatchObject({ phase: 'ready', failure: null, undo: { undone: [], left: [] } });
  expect(status.plan?.placements).toMatchObject([
    { cluster: 'cluster-east-prod', executor: 'kubernetes' },
    { cluster: 'cluster-west-prod', executor: 'opentofu' },
  ]);
  expect(status.deliveries.filter(({ outcome }) => outcome !== 'sent')).toEqual([]);
  expect(world.directory).toEqual(inDirectory('payments'));
  expect(Object.keys(world.messages).filter((marker) => /^mail .*\.ready\./.test(marker))).toEqual([
    expect.stringMatching(/^mail dana /),
    expect.stringMatching(/^mail lee /),
  ]);

  const [east, west] = await Promise.all([factsOf('cluster-east-prod'), factsOf('cluster-west-prod')]);
  for (const facts of [east, west]) {
    expect(facts).toMatchObject({ flux: 'ready', rights: rightsOf('payments').toSorted(), quota: { pods: '100' } });
    expect(facts?.tree).toBe(facts?.merged);
  }
  // The quorum stays on one site; the other follows it with a single instance.
  expect(east?.database).toMatchObject({ spec: { instances: 3, bootstrap: { initdb: {} } } });
  expect(east?.database?.['spec']).not.toHaveProperty('replica');
  expect(west?.database).toMatchObject({
    spec: { instances: 1, replica: { enabled: true, source: 'payments-db-east' }, bootstrap: { pg_basebackup: {} } },
  });
  expect(stage.sandbox.stack.tofu.states.read('cluster-west-prod/payments-prod')).toBeDefined();

  async function factsOf(cluster: string) {
    const facts = await readFacts(stage.sandbox, cluster, 'payments-prod');
    return facts && { ...facts, merged: await treeAt(stage.sandbox, status.mergeSha ?? '', cluster, 'payments-prod') };
  }
}, 600_000);

/** The kubeconfig that came with a person's mail about that environment. */
async function kubeconfigSentTo(address: string, environment: string): Promise<string> {
  const mails = await stage.sandbox.mail.received(address);
  const parsed = await Promise.all(mails.map(({ raw }) => simpleParser(raw)));
  const files = parsed.flatMap(({ attachments }) => attachments);
  return files.find(({ filename }) => filename === `${environment}.kubeconfig.yaml`)?.content.toString() ?? '';
}

/* The directory's groups, as the issuer tells them: Lee leads, Dana develops, Ada audits, Cora has no part in it. */
test.each([
  ['lee', { 'get pods': 'yes', 'create configmaps': 'yes', 'create rolebindings': 'yes' }],
  ['dana', { 'get pods': 'yes', 'create configmaps': 'yes', 'create rolebindings': 'no' }],
  ['ada', { 'get pods': 'yes', 'create configmaps': 'no', 'create rolebindings': 'no' }],
  ['cora', { 'get pods': 'no', 'create configmaps': 'no', 'create rolebindings': 'no' }],
] as const)(
  'by the kubeconfig of the mail %s signs in with kubectl on both clusters, and may what their groups may',
  async (person, expected) => {
    const kubeconfig = await kubeconfigSentTo('lee@example.test', 'payments-prod');
    const kubectl = installKubectl(kubeconfig, stage.sandbox.stack.context.authority.caFile);
    try {
      for (const cluster of ['cluster-east-prod', 'cluster-west-prod']) {
        const may = Object.keys(expected).map(async (what) => {
          const answer = await kubectl.as(person, '--context', cluster, 'auth', 'can-i', ...what.split(' '));
          return [what, answer] as const;
        });
        expect(Object.fromEntries(await Promise.all(may))).toEqual(expected);
      }
    } finally {
      kubectl.remove();
    }
  },
  60_000,
);

test('a request for east dev becomes ready: the walls are made by the fleet’s own Actions', async () => {
  const selection = {
    stage: 'dev',
    regions: ['east'],
    size: 'XS',
    items: [{ item: 'cache', parameters: {} }],
  };
  const { status, world } = await playOnStack(stage, { project: 'ledger', next: toward('ready', selection) });

  expect(status).toMatchObject({ phase: 'ready', failure: null });
  expect(status.plan?.placements).toMatchObject([{ cluster: 'cluster-east-dev', executor: 'github-actions' }]);
  expect(world.directory).toEqual(inDirectory('ledger'));
  expect(await readFacts(stage.sandbox, 'cluster-east-dev', 'ledger-dev')).toMatchObject({
    flux: 'ready',
    rights: rightsOf('ledger').toSorted(),
    tree: await treeAt(stage.sandbox, status.mergeSha ?? '', 'cluster-east-dev', 'ledger-dev'),
  });
}, 600_000);
