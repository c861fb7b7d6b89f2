import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { fleetFiles } from '../../sandbox/fleet.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import { attribute, withDirectory } from '../../src/clients/directory.ts';
import { createGithub } from '../../src/clients/github.ts';
import { createKubernetesClient } from '../../src/clients/kubernetes.ts';
import { type Config, loadConfig, Secret } from '../../src/config.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { findOrphans } from '../../src/doctor/index.ts';
import { commitByHand } from '../support/bare-repository.ts';
import { withBooks } from '../support/books.ts';
import { FREELY } from '../support/github.ts';
import { closedEntry } from '../support/ledger.ts';
import { startEnvironment } from '../support/temporal.ts';

/** Runs; ended in Temporal, and its environment was removed; ended by the ledger; stands on main; nobody knows it. */
const [RUNS, ENDED, LEDGER, STANDS, UNKNOWN] = [
  'BR-RRRRRRRRRR',
  'BR-EEEEEEEEEE',
  'BR-1111111111',
  'BR-SSSSSSSSSS',
  'BR-XXXXXXXXXX',
] as const;
const ALL = [RUNS, ENDED, LEDGER, STANDS, UNKNOWN];
const RECORD = {
  name: 'payments-prod',
  project: 'payments',
  stage: 'prod',
  request: STANDS,
  placements: [],
  items: [],
  cost: { currency: 'USD', monthly: 0, priceBook: '2026-01' },
};
const AT = { owner: 'example', repo: 'fleet' };
const CLUSTER = 'cluster-east-prod';
const ON_TOFU = [{ cluster: 'cluster-west-prod', state: 'removed' }] as const;
let env: TestWorkflowEnvironment;
let sandbox: Sandbox;
let config: Config;
let rest: Octokit['rest'];

beforeAll(async () => {
  env = await startEnvironment();
  const folder = mkdtempSync(join(tmpdir(), 'berth-orphans-'));
  sandbox = await startSandbox({ folder, apiPort: 0, temporalAddress: env.address });
  config = loadConfig(sandbox.configFile, {});
  rest = (await createGithub(config, FREELY).octokit()).rest;
  const start = (reference: string) =>
    env.client.workflow.start('nobody-works-on-it', { workflowId: `request:${reference}`, taskQueue: 'none' });
  await start(RUNS);
  await (await start(ENDED)).terminate();
  const render = () => Promise.reject(new Error('something was rendered'));
  const { writeLedger } = createRepositoryActivities({ config, github: createGithub(config, FREELY), render });
  await writeLedger({ entry: closedEntry({ reference: LEDGER, environment: 'billing-dev', placements: ON_TOFU }) });
  commitByHand(sandbox.github.repositoryFolder, {
    'environments/payments-prod/berth.yaml': JSON.stringify(RECORD),
    [`requests/payments/${STANDS}.yaml`]: 'request: {}',
    [`requests/payments/${ENDED}.yaml`]: 'request: {}',
  });
});
afterAll(async () => {
  await sandbox.close();
  await env.teardown();
});

async function commit(path: string, text: string, branch: string): Promise<void> {
  const content = Buffer.from(text).toString('base64');
  await rest.repos.createOrUpdateFileContents({ ...AT, path, branch, message: path, content });
}

async function makeBranch(branch: string): Promise<void> {
  const { data } = await rest.git.getRef({ ...AT, ref: 'heads/main' });
  await rest.git.createRef({ ...AT, ref: `refs/heads/${branch}`, sha: data.object.sha });
}

/** What is left over in one system, without what was there before. */
async function orphansIn(system: string): Promise<string[]> {
  const found: Finding[] = await findOrphans(config);
  return found.filter((f) => f.system === system && !f.ok).map(({ what, detail }) => `${what}: ${detail}`);
}

test('a sandbox that nothing was asked of has no orphans, and every system says so', async () => {
  const found = await findOrphans(config);
  expect(found.filter(({ ok }) => !ok)).toEqual([]);
  expect(found.filter(({ what }) => what === 'left over').map(({ system }) => system)).toEqual([
    'github',
    'directory',
    'reservations',
    ...Object.keys(config.clusters).map((name) => `cluster ${name}`),
  ]);
});

test('branches and pull requests of requests that do not go on are listed, with what to do', async () => {
  for (const reference of ALL) await makeBranch(`berth/${reference}`);
  await makeBranch(`berth/${ENDED}-undo`);
  await makeBranch('berth/somebodys-own');
  await commit('README.md.new', 'text', `berth/${UNKNOWN}`);
  const { data } = await rest.pulls.create({ ...AT, title: 'x', head: `berth/${UNKNOWN}`, base: 'main' });

  const remove = (branch: string) => `delete it: git push origin --delete ${branch}`;
  const over = (branch: string, reference: string) => `branch ${branch}: ${reference} is over: ${remove(branch)}`;
  expect((await orphansIn('github')).toSorted()).toEqual(
    [
      over(`berth/${LEDGER}`, LEDGER),
      over(`berth/${ENDED}`, ENDED),
      over(`berth/${ENDED}-undo`, ENDED),
      `branch berth/${STANDS}: neither Temporal nor the ledger knows ${STANDS}: ${remove(`berth/${STANDS}`)}`,
      `pull request #${data.number} and branch berth/${UNKNOWN}: neither Temporal nor the ledger knows ${UNKNOWN}: ` +
        `close it, then ${remove(`berth/${UNKNOWN}`)}`,
    ].toSorted(),
  );
});

test('accounts, groups and OUs of requests that neither go on nor stand are listed, but not what is kept on purpose', async () => {
  const { baseDn, projectsOu, peopleOu } = config.directory;
  const [projects, people] = [`${projectsOu},${baseDn}`, `${peopleOu},${baseDn}`];
  const access = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  await withDirectory(access, async (client) => {
    const unit = (name: string, ...marks: string[]) =>
      client.add(`OU=${name},${projects}`, [
        attribute('objectClass', 'top', 'organizationalUnit'),
        ...(marks.length > 0 ? [attribute('businessCategory', ...marks)] : []),
      ]);
    const group = (name: string, ou: string, mark: string, ...members: string[]) =>
      client.add(`CN=${name},OU=${ou},${projects}`, [
        attribute('objectClass', 'top', 'group'),
        attribute('sAMAccountName', name),
        attribute('info', mark),
        ...(members.length > 0 ? [attribute('member', ...members)] : []),
      ]);
    const user = (name: string, mark: string) =>
      client.add(`CN=${name},${people}`, [
        attribute('objectClass', 'top', 'person', 'organizationalPerson', 'user'),
        attribute('sAMAccountName', name),
        attribute('userPrincipalName', `${name}@${config.directory.upnSuffix}`),
        attribute('userAccountControl', '514'),
        attribute('employeeID', mark),
      ]);
    await user('left', ENDED);
    await user('needed', ENDED);
    await user('alone', UNKNOWN);
    await unit('gone', ENDED);
    await group('gone-leads', 'gone', ENDED, `CN=left,${people}`);
    await unit('runs', RUNS);
    await unit('stands', STANDS);
    await unit('joined', ENDED, `${STANDS} uses it`);
    await group('joined-leads', 'joined', ENDED, `CN=needed,${people}`);
    await unit('Retired');
    await client.add(`OU=old ${ENDED},OU=Retired,${projects}`, [
      attribute('objectClass', 'top', 'organizationalUnit'),
      attribute('businessCategory', ENDED),
    ]);
  });

  const move = `make sure that nobody needs it, then move it to OU=Retired,${projects}`;
  expect((await orphansIn('directory')).toSorted()).toEqual(
    [
      `OU OU=gone,${projects}: ${ENDED} is over: ${move}`,
      `group CN=gone-leads,OU=gone,${projects}: ${ENDED} is over: ${move}`,
      `user CN=alone,${people}: neither Temporal nor the ledger knows ${UNKNOWN}: disable it, ${move}`,
      `user CN=left,${people}: ${ENDED} is over: disable it, ${move}`,
    ].toSorted(),
  );
});

test('namespaces and service accounts of Flux of requests that neither go on nor stand are listed', async () => {
  const client = createKubernetesClient(config.clusters[CLUSTER]?.kubeconfig.reveal() ?? '');
  for (const reference of [RUNS, ENDED, STANDS]) {
    const labels = { 'app.kubernetes.io/managed-by': 'berth', 'berth.dev/request': reference };
    const name = `payments-${reference.slice(3, 5).toLowerCase()}`;
    await client.applyObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    const metadata = { name, namespace: 'flux-system', labels };
    await client.applyObject({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  }

  expect(await orphansIn(`cluster ${CLUSTER}`)).toEqual([
    `Namespace payments-ee: ${ENDED} is over: look at what is in it, then kubectl --context ${CLUSTER} delete namespace payments-ee`,
    `ServiceAccount payments-ee: ${ENDED} is over: remove it: kubectl --context ${CLUSTER} --namespace flux-system delete serviceaccount payments-ee`,
  ]);
});

test('states of OpenTofu that hold something of an environment which main does not hold are listed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-orphans-'));
  const program = join(folder, 'tofu');
  const state = { resources: [{ type: 'kubernetes_namespace', name: 'billing-dev' }] };
  writeFileSync(join(folder, 'state'), JSON.stringify(state));
  const script = `#!/bin/sh\ncat backend.tf.json >> ${folder}/asked\n[ "$1" = state ] && cat ${folder}/state\nexit 0\n`;
  writeFileSync(program, script, { mode: 0o755 });
  const backend = { type: 'http', settings: { address: 'https://states.example.test' } } as const;
  const opentofu = { program, backend, environment: new Secret('') };
  const profile = 'clusters/cluster-west-prod/profile.yaml';
  const text = fleetFiles().get(profile) ?? '';
  const stateOrphans = async () => {
    const found = await findOrphans({ ...config, infrastructure: { opentofu } });
    return found.filter(({ system }) => system === 'opentofu').map(({ what, detail }) => `${what}: ${detail}`);
  };

  expect(await stateOrphans()).toEqual(['left over: nothing']);
  commitByHand(sandbox.github.repositoryFolder, { [profile]: text.replace(/^executor: .*$/m, 'executor: opentofu') });
  expect(await stateOrphans()).toEqual([
    'left over: 1 things',
    `state cluster-west-prod/billing-dev: ${LEDGER} is over: it holds kubernetes_namespace.billing-dev: ` +
      'look whether any of it is still there and remove that, then `tofu state rm` it',
  ]);
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain('/cluster-west-prod/billing-dev"');
  writeFileSync(join(folder, 'state'), '');
  expect(await stateOrphans()).toEqual(['left over: nothing']);
});

test('a system that cannot be asked is named, and the others are looked through', async () => {
  const directory = { ...config.directory, servers: ['ldaps://127.0.0.1:1'] };
  const found = await findOrphans({ ...config, directory });
  expect(found).toContainEqual(expect.objectContaining({ system: 'directory', what: 'left over', ok: false }));
  expect(found).toContainEqual(expect.objectContaining({ system: `cluster ${CLUSTER}`, ok: true }));
});

/* The last: while no worker runs, a book that was begun is waited for until Temporal gives up. */
test('room that is held, and places in line, for requests that neither go on nor stand are listed', async () => {
  const book = `pool:${CLUSTER}`;
  const load = { milliCpu: 200_000, memoryMiB: 1, storageMiB: 1, cents: 0 };
  await withBooks(env, async ({ activities, book: read }) => {
    for (const reference of [RUNS, ENDED, UNKNOWN]) {
      const claims = [{ book, load }];
      const environment = `payments-${reference.slice(3, 5).toLowerCase()}`;
      await activities.reserveRoom({ reference, environment, claims, budgets: [], former: [] });
    }
    const { line } = await read(book);
    expect(line.map(({ id }) => id)).toEqual([ENDED, UNKNOWN]);

    const mend = (reference: string) =>
      `given back by itself at \\S+Z; at once: temporal workflow signal -w ${book} --name releaseRoom --input '"${reference}"'`;
    const place = (name: string, words: string) =>
      `^place in the line of ${book} of ${name}: ${words}: ${mend(words.match(/BR-\w+/)?.[0] ?? '')}$`;
    expect(await orphansIn('reservations')).toEqual([
      expect.stringMatching(place('payments-ee', `${ENDED} is over`)),
      expect.stringMatching(place('payments-xx', `neither Temporal nor the ledger knows ${UNKNOWN}`)),
    ]);
  });
});
