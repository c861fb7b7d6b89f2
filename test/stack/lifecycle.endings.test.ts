import { PEOPLE } from '../../sandbox/people.ts';
import { callApi, type NextMove, requestPath, toward } from '../../scripts/demo/people.ts';
import { DAY_MS } from '../../src/domain/duration.ts';
import { eventually } from '../support/eventually.ts';
import { wholeFile } from '../support/fixture.ts';
import { readFacts } from '../support/stack-facts.ts';
import { playOnStack } from '../support/stack-play.ts';
import { type StackAround, startStackStage } from '../support/stack-stage.ts';
import { readWorld } from '../support/world.ts';

const stage = wholeFile(startStackStage);

const RETIRED = 'OU=Retired,OU=Projects,DC=ad,DC=example,DC=test';
const inDev = (size: string) => ({ stage: 'dev', regions: ['east'], size, items: [] });
/** What is left in the directory of a project whose request did not stand, beside the people made for it. */
const putAway = (project: string, reference: string) =>
  ['developers', 'leads', 'viewers']
    .map((role) => `CN=berth-${project}-${role} ${reference},${RETIRED}`)
    .concat(`OU=${project} ${reference},${RETIRED}`);

test('a request that the lead rejects leaves nothing: no namespace, no branch, its groups put away', async () => {
  const { status, world } = await playOnStack(stage, { project: 'refused', next: toward('rejected', inDev('XS')) });

  expect(status).toMatchObject({ phase: 'rejected', mergeSha: null, undo: { left: [] } });
  expect(world).toMatchObject({
    pulls: [`berth/${status.reference} closed`],
    branches: [],
    objects: [],
    directory: putAway('refused', status.reference),
  });
  expect(await readFacts(stage.sandbox, 'cluster-east-dev', 'refused-dev')).toBeUndefined();
}, 600_000);

test('while the lead is away, whoever stands in approves it in Slack, in the lead’s place', async () => {
  const until = new Date(Date.now() + DAY_MS).toISOString();
  const { id } = (await callApi(stage.sandbox, PEOPLE.lee, '/api/absences', { until, delegate: 'olga' })) as {
    id: string;
  };
  const { status } = await playOnStack(stage, { project: 'stood-in', next: toward('ready', inDev('XS')) });
  await callApi(stage.sandbox, PEOPLE.lee, '/api/absences/end', { id });

  expect(status.phase).toBe('ready');
  expect(status.decisions).toMatchObject([
    { counts: true, seat: 'lee', decision: { person: 'olga', channel: 'slack', verdict: 'approve' } },
  ]);
}, 600_000);

/** The lead wants it smaller, once; then it is as they wish. */
const changesFirst: NextMove = (around, status) => {
  const { plan, decisions, waitingOn, task } = status;
  const asked = decisions.some(({ decision }) => decision.verdict === 'request-changes');
  if (asked) return toward('ready', inDev('XS'))(around, status);
  if (!plan || task || waitingOn?.kind !== 'person') return toward('ready', inDev('S'))(around, status);
  const verdict = { verdict: 'request-changes', reason: 'XS will do.', specHash: plan.specHash };
  const act = () => callApi(around, PEOPLE.lee, requestPath(status, 'decide'), verdict);
  return { who: PEOPLE.lee, what: 'asks for changes (API)', act };
};

test('a request that the lead wants changed becomes ready as it was wanted', async () => {
  const { status, world } = await playOnStack(stage, { project: 'changed', next: changesFirst });

  expect(status).toMatchObject({ phase: 'ready', request: { selection: { size: 'XS' } } });
  expect(status.decisions.map(({ decision }) => decision.verdict)).toEqual(['request-changes', 'approve']);
  expect(world.pulls).toEqual([`berth/${status.reference} merged`]);
  expect(await readFacts(stage.sandbox, 'cluster-east-dev', 'changed-dev')).toMatchObject({
    flux: 'ready',
    quota: { pods: '20' },
  });
}, 600_000);

const PROD = ['cluster-east-prod', 'cluster-west-prod'];
const DATABASE = { item: 'postgresql', parameters: { version: '16', storage: '10Gi' } };
const ON_PROD = { stage: 'prod', regions: ['east', 'west'], size: 'S', items: [DATABASE] };

/** Dana gives up while Flux waits for the databases. */
const givesUpLate: NextMove = (around, status) => {
  if (status.step !== 'RESOURCE_DEPLOYMENT') return toward('ready', ON_PROD)(around, status);
  if (status.waitingOn?.kind !== 'cluster') return undefined;
  const withdrawal = { reason: 'The databases never come.' };
  const act = () => callApi(around, PEOPLE.dana, requestPath(status, 'withdraw'), withdrawal);
  return { who: PEOPLE.dana, what: 'withdraws the request (API)', act };
};

test('a request withdrawn after the merge, with nothing ready, is undone in Git, on both clusters and in the directory', async () => {
  for (const cluster of clustersOf(stage.sandbox)) await cluster.holdWorkload('payments-db');
  const play = { project: 'regretted', newcomer: 'nina.berg@example.test', next: givesUpLate };
  const { status, world } = await playOnStack(stage, play);
  for (const cluster of clustersOf(stage.sandbox)) await cluster.releaseWorkload('payments-db');

  const { reference } = status;
  expect(status).toMatchObject({ phase: 'withdrawn', mergeSha: expect.any(String), undo: { left: [] } });
  expect(world.directory).toEqual(putAway('regretted', reference));
  const people = await stage.sandbox.directory.entries();
  const nina = people.filter(({ dn }) => dn.includes('nina.berg'));
  expect(nina).toMatchObject([
    { dn: `CN=nina.berg ${reference},${RETIRED}`, attributes: { userAccountControl: ['514'] } },
  ]);
  // What Git no longer has Flux takes away at its next look, and Kubernetes empties a namespace by and by.
  await eventually(async () => (await objectsOf(stage.sandbox, 'regretted')).length === 0, 300_000);
  expect(world.pulls).toHaveLength(2);
  expect(world.pulls.every((pull) => pull.endsWith(' merged'))).toBe(true);
}, 600_000);

const objectsOf = async (around: StackAround, project: string) =>
  (await readWorld(around, project)).objects.filter((line) => line.includes(project));

const clustersOf = ({ stack }: StackAround) =>
  PROD.map((name) => {
    const cluster = stack.clusters.get(name);
    if (!cluster) throw new Error(`no ${name}`);
    return cluster;
  });
