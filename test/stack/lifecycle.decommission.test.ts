import { PEOPLE } from '../../sandbox/people.ts';
import { callPatiently, toward } from '../../scripts/demo/people.ts';
import { loadConfig } from '../../src/config.ts';
import { findOrphans } from '../../src/doctor/index.ts';
import { wholeFile } from '../support/fixture.ts';
import { playOn } from '../support/play-by-api.ts';
import { readFacts } from '../support/stack-facts.ts';
import { playOnStack } from '../support/stack-play.ts';
import { startStackStage } from '../support/stack-stage.ts';
import { readWorld } from '../support/world.ts';

const stage = wholeFile(startStackStage);

const CLUSTER = 'cluster-east-dev';
const CACHE = { item: 'cache', parameters: {} };
const ON_DEV = { stage: 'dev', regions: ['east'], size: 'XS', items: [CACHE] };

test('what real Flux, tofu and Samba made is removed by a request, and nothing of it is left', async () => {
  const made = await playOnStack(stage, { project: 'leaving', next: toward('ready', ON_DEV) });
  expect(made.status).toMatchObject({ phase: 'ready' });
  expect(await readFacts(stage.sandbox, CLUSTER, 'leaving-dev')).toMatchObject({ flux: 'ready' });

  const asked = { kind: 'decommission', environment: 'leaving-dev', reason: 'Not needed any more.' };
  const { reference } = (await callPatiently(stage.sandbox, PEOPLE.dana, '/api/requests', asked)) as {
    reference: string;
  };
  const gone = await playOn(stage, reference, async () => {});

  expect(gone).toMatchObject({ phase: 'removed', failure: null, placements: [{ cluster: CLUSTER, state: 'removed' }] });
  expect(await readFacts(stage.sandbox, CLUSTER, 'leaving-dev')).toBeUndefined();
  const world = await readWorld(stage.sandbox, 'leaving');
  expect(world.objects.filter((line) => line.includes('leaving'))).toEqual([]);
  expect(world.directory.filter((line) => !line.includes(',OU=Retired,'))).toEqual([]);
  expect(world.pulls.filter((line) => line.includes(reference))).toEqual([
    `berth/${reference} merged`,
    `berth/${reference}-flux merged`,
    `berth/${reference}-files merged`,
  ]);
}, 900_000);

const ON_PROD = { stage: 'prod', regions: ['east', 'west'], size: 'XS', items: [CACHE] };
const PROD = ['cluster-east-prod', 'cluster-west-prod'] as const;

/** What `berth doctor --orphans` names, and systems that it could not ask. */
async function orphans(): Promise<string[]> {
  const found = await findOrphans(loadConfig(stage.sandbox.configFile, {}));
  return found.filter(({ ok }) => !ok).map(({ system, what, detail }) => `${system}: ${what}: ${detail}`);
}

test('a removal that is asked for by mail takes down what Berth itself and OpenTofu made, its state too', async () => {
  const { tofu } = stage.sandbox.stack;
  const made = await playOnStack(stage, { project: 'parting', next: toward('ready', ON_PROD) });
  expect(made.status).toMatchObject({ phase: 'ready' });
  expect(tofu.states.read('cluster-west-prod/parting-prod')).toBeDefined();

  const asked = 'request: decommission\nenvironment: parting-prod\nreason: Moved to billing.';
  const { status } = await playOnStack(stage, { project: 'parting-end', text: asked, next: toward('ready') });

  expect(status).toMatchObject({ phase: 'removed', failure: null, undo: { left: [] } });
  expect(status.placements.map(({ cluster, state }) => `${cluster} ${state}`).toSorted()).toEqual(
    PROD.map((cluster) => `${cluster} removed`),
  );
  for (const cluster of PROD) expect(await readFacts(stage.sandbox, cluster, 'parting-prod')).toBeUndefined();
  const world = await readWorld(stage.sandbox, 'parting');
  expect(world.objects.filter((line) => line.includes('parting'))).toEqual([]);
  expect(world.directory.filter((line) => !line.includes(',OU=Retired,'))).toEqual([]);
  expect(await orphans()).toEqual([]);
}, 900_000);
