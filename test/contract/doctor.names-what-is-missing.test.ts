import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Octokit } from '@octokit/rest';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { parse, stringify } from 'yaml';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { loadConfig } from '../../src/config.ts';
import { checkActions } from '../../src/doctor/executors/actions.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { checkGithub } from '../../src/doctor/github.ts';
import { examine } from '../../src/doctor/index.ts';
import { checkSlack } from '../../src/doctor/slack.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
let sandbox: Sandbox;

beforeAll(async () => void (env = await startEnvironment()));
afterAll(() => env.teardown());
beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-doctor-'));
  sandbox = await startSandbox({ folder, apiPort: 0, temporalAddress: env.address, config: machinesIn(folder) });
});
afterEach(() => sandbox.close());

/** One profile of the sandbox's fleet leaves machines to Ansible, which is a stand-in here. */
function machinesIn(folder: string) {
  const [program, playbook] = [join(folder, 'ansible-playbook'), join(folder, 'site.yaml')];
  writeFileSync(program, '#!/bin/sh\necho ansible-playbook\n', { mode: 0o755 });
  writeFileSync(playbook, '');
  return { infrastructure: { ansible: { program, playbook } } };
}

/** Rewrites a secret beside the configuration. */
function spoil(name: string, value: string): void {
  writeFileSync(join(dirname(sandbox.configFile), name), value);
}

async function look(environment: Record<string, string> = {}): Promise<Finding[]> {
  return examine(loadConfig(sandbox.configFile, environment));
}

const named = ({ system, what }: Finding) => `${system.replace(/ldaps:.*/, '…')}: ${what}`;

async function missing(environment: Record<string, string> = {}): Promise<Finding[]> {
  return (await look(environment)).filter(({ ok }) => !ok);
}

test('a whole sandbox has all that Berth needs, and is left as it was', async () => {
  const before = sandbox.directory.entries().length;

  const findings = await look();

  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(new Set(findings.map(named))).toEqual(
    new Set([
      'temporal: reach',
      'temporal: namespace',
      'temporal: retention',
      'temporal: search attributes',
      'temporal: keys of payloads',
      'temporal: payload codec',
      'directory …: LDAPS sign-in',
      'directory …: rights on projects',
      'directory …: rights on people',
      'directory …: administrators out of reach',
      'directory: people of roles',
      'directory: projects',
      'directory: leads of projects',
      'directory: owners of cost centres',
      'directory: groups of escalations',
      'audit: record in Git',
      'audit: keeper of the record',
      "policy: asked with the fleet's settings",
      'mailbox requests: login',
      'mailbox requests: folders',
      'mailbox requests: rights',
      'mailbox requests: IDLE',
      'smtp: login',
      'smtp: sender',
      'github: App is installed',
      'github: permissions',
      'github: events',
      'github: fleet repository',
      'github: main is protected',
      'github: berth-ledger is protected',
      'slack: token',
      'slack: scopes',
      'slack: channel',
      ...[...sandbox.clusters.keys()].flatMap((name) =>
        ['reach', 'rights', 'Flux'].map((w) => `cluster ${name}: ${w}`),
      ),
      'ansible: program',
      'ansible: playbook',
      'github: may start workflows',
      'github: apply workflow',
      'github: runners',
      'auth: issuer and its keys',
    ]),
  );
  expect(sandbox.directory.entries()).toHaveLength(before);
  expect(sandbox.slack.messages()).toEqual([]);
  expect(await sandbox.mail.received('requests@example.test')).toEqual([]);
});

/** What docs/operating.md shows of a doctor who finds nothing missing. */
function documented(): Finding[] {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operating.md'), 'utf8');
  return [...page.matchAll(/^✓ (\S+?(?: \S+)?): ([^:]+): (.+)$/gm)].map(([, system = '', what = '', detail = '']) => ({
    system,
    what,
    ok: true,
    detail,
  }));
}

/** Without what is each installation's own: addresses, names, versions, commits. */
const inWords = (detail: string) => detail.replaceAll(/\S*[.:=@/]\S*|\b[0-9a-f]{7}\b/g, '…');

/** Another number on this machine, another program, and rights that the sandbox's mail server does not tell. */
const OWN = [
  'temporal: retention',
  'directory …: administrators out of reach',
  'mailbox requests: rights',
  'ansible: program',
];

test('what the page about operating shows is what is said', async () => {
  const said = new Map((await look()).map((finding) => [named(finding), inWords(finding.detail)]));
  const shown = documented().filter((finding) => said.has(named(finding)));

  // The page shows one cluster; what only OpenTofu and a key for Ansible make be said is not in the sandbox.
  expect(new Set(shown.map(named))).toEqual(
    new Set([...said.keys()].filter((name) => !/cluster-(west-prod|east-dev):/.test(name))),
  );
  const compared = shown.filter((finding) => !OWN.includes(named(finding)));
  expect(compared.map((finding) => [named(finding), inWords(finding.detail)])).toEqual(
    compared.map((finding) => [named(finding), said.get(named(finding))]),
  );
});

test('each secret that is wrong is named by the system it opens', async () => {
  spoil('bind-password', 'wrong');
  spoil('mail-password', 'wrong');
  spoil('github-app.pem', 'no key');
  spoil('slack-token', 'xoxb-wrong');
  spoil('cluster-east-prod.yaml', 'no: kubeconfig');

  const found = await missing();

  expect(new Set(found.map(named))).toEqual(
    new Set([
      'directory …: LDAPS sign-in',
      'mailbox requests: login',
      'smtp: login',
      'github: App is installed',
      'slack: token',
      'cluster cluster-east-prod: reach',
    ]),
  );
  expect(JSON.stringify(found)).not.toContain('xoxb-wrong');
});

test('a token that a cluster does not take is named', async () => {
  const file = join(dirname(sandbox.configFile), 'cluster-east-prod.yaml');
  const kubeconfig = parse(readFileSync(file, 'utf8')) as { users: { user: { token: string } }[] };
  for (const { user } of kubeconfig.users) user.token = 'wrong';
  writeFileSync(file, stringify(kubeconfig));

  const found = await missing();

  expect(new Set(found.map(({ system }) => system))).toEqual(new Set(['cluster cluster-east-prod']));
});

test('a single scope, permission, right and attribute that is missing is named, with how to mend it', async () => {
  sandbox.slack.setScopes([
    'chat:write',
    'commands',
    'im:history',
    'channels:history',
    'users:read',
    'users:read.email',
  ]);
  sandbox.github.setPermissions({ contents: 'write', pull_requests: 'read', statuses: 'write', members: 'write' });
  await sandbox.clusters.get('cluster-west-prod')?.revoke('patch', 'resourcequotas');
  await sandbox.clusters.get('cluster-west-prod')?.revoke('bind', 'clusterroles');

  expect(await missing()).toEqual([
    {
      system: 'github',
      what: 'permissions',
      ok: false,
      detail: expect.stringMatching(/^pull_requests:write missing: /),
    },
    { system: 'slack', what: 'scopes', ok: false, detail: expect.stringMatching(/^im:write missing: /) },
    {
      system: 'cluster cluster-west-prod',
      what: 'rights',
      ok: false,
      detail: expect.stringMatching(
        /^Berth may not patch resourcequotas, bind clusterroles.rbac.authorization.k8s.io "admin", /,
      ),
    },
    {
      system: 'github',
      what: 'may start workflows',
      ok: false,
      detail: expect.stringMatching(/^For cluster-east-dev actions:write is missing: /),
    },
  ]);
});

/** What of GitHub is missing once the App's installation has these permissions alone. */
async function missingWith(permissions: Readonly<Record<string, 'read' | 'write'>>): Promise<string[]> {
  sandbox.github.setPermissions(permissions);
  const found = await checkGithub(loadConfig(sandbox.configFile, {}));
  return found.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`);
}

test('each permission of the App in turn is named, also when it is only to read', async () => {
  const all = {
    contents: 'write',
    pull_requests: 'write',
    statuses: 'write',
    actions: 'write',
    members: 'write',
  } as const;
  expect(await missingWith(all)).toEqual([]);

  for (const name of ['contents', 'pull_requests', 'statuses'] as const) {
    const { [name]: _, ...rest } = all;
    const missing = [expect.stringMatching(new RegExp(`^permissions: ${name}:write missing: `))];
    expect(await missingWith(rest)).toEqual(missing);
    expect(await missingWith({ ...all, [name]: 'read' })).toEqual(missing);
  }
  for (const name of ['members', 'actions'] as const) {
    const { [name]: _, ...rest } = all;
    expect(await missingWith(rest)).toEqual([]);
    const found = await checkGithub(loadConfig(sandbox.configFile, {}));
    expect(found.find(({ what }) => what === 'permissions')?.detail).toContain(`without ${name}:write`);
  }
});

test('each scope of the Slack app in turn is named', async () => {
  const scopes = [
    'chat:write',
    'commands',
    'im:history',
    'im:write',
    'channels:history',
    'users:read',
    'users:read.email',
  ];
  for (const gone of scopes) {
    sandbox.slack.setScopes(scopes.filter((scope) => scope !== gone));
    const found = (await checkSlack(loadConfig(sandbox.configFile, {}))).filter(({ ok }) => !ok);
    expect(found.map(({ what, detail }) => `${what}: ${detail}`)).toContainEqual(
      expect.stringMatching(new RegExp(`^scopes: ${gone}.* missing: `)),
    );
  }
});

test('runners are shown to an administrator, and one that is not online is named', async () => {
  const token = sandbox.github.tokenOf('olgareyes');
  const runners = async (given?: string) => {
    const found = await checkActions(loadConfig(sandbox.configFile, {}), ['cluster-east-dev'], given);
    const { ok, detail } = found.find(({ what }) => what === 'runners') ?? {};
    return { ok, detail };
  };
  const hidden = 'with the labels self-hosted, berth: shown to administrators only: give GITHUB_TOKEN of one';
  expect(await runners()).toEqual({ ok: true, detail: hidden });
  expect(await runners(token)).toEqual({ ok: true, detail: 'sandbox online' });
  const refused = expect.stringMatching(/^GitHub shows them to administrators only, and GITHUB_TOKEN is of none/);
  expect(await runners(sandbox.github.tokenOf('dana-field'))).toEqual({ ok: false, detail: refused });

  sandbox.github.setActions({ secrets: {}, runner: 'offline' });
  const offline =
    'No runner with the labels self-hosted, berth is online, sandbox offline: a run would wait for one. Start one.';
  expect(await runners(token)).toEqual({ ok: false, detail: offline });
});

test('a main branch without the required check is named', async () => {
  const { url, tokenOf } = sandbox.github;
  const { rest } = new Octokit({ baseUrl: url, auth: tokenOf('olgareyes') });
  await rest.repos.deleteBranchProtection({ owner: 'example', repo: 'fleet', branch: 'main' });

  expect((await missing()).map(named)).toEqual(['github: main is protected']);
});

test('places and names that do not exist are named by their setting', async () => {
  const found = await missing({
    BERTH_DIRECTORY__PROJECTS_OU: 'OU=Services',
    BERTH_SLACK__CHANNEL: 'C0NOWHERE',
    BERTH_TEMPORAL__NAMESPACE: 'nowhere',
    BERTH_AUTH__ISSUER: 'http://127.0.0.1:1',
  });

  expect(new Set(found.map(named))).toEqual(
    new Set(['temporal: namespace', 'directory …: rights on projects', 'slack: channel', 'auth: issuer and its keys']),
  );
  expect(found.map(({ detail }) => detail).join('\n')).toContain('in OU=Services,');
});

test('a Flux that was never bootstrapped is named', async () => {
  const cluster = sandbox.clusters.get('cluster-east-dev');
  const source = (await cluster?.objects())?.find(({ kind }) => kind === 'GitRepository');
  if (source) await cluster?.deleteByHand(source);

  expect((await missing()).map(named)).toEqual(['cluster cluster-east-dev: Flux']);
});

test('the command says so line by line, and by its exit code', async () => {
  const whole = await berthDoctor();
  spoil('slack-token', 'xoxb-wrong');
  const broken = await berthDoctor();

  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining('✓ smtp: login: smtps://') });
  expect(whole.out).not.toContain('✗');
  expect(broken.code).toBe(1);
  expect(broken.out.split('\n').filter((line) => line.startsWith('✗'))).toEqual([
    expect.stringMatching(/^✗ slack: token: /),
  ]);
  expect(JSON.parse((await berthDoctor('--json')).out)).toContainEqual(expect.objectContaining({ ok: false }));
});

function berthDoctor(...options: string[]): Promise<{ code: number; out: string }> {
  const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
  return new Promise((resolve) => {
    const args = [main, 'doctor', '--config', sandbox.configFile, ...options];
    const child = execFile(process.execPath, args, { env: { PATH: process.env.PATH ?? '' } }, (_, out) =>
      resolve({ code: child.exitCode ?? -1, out }),
    );
  });
}
