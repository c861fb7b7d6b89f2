import { emptyFleet } from '../../test/support/fleet-files.ts';
import { CATALOGUE, fleet, workedExample } from '../../test/support/worked-example.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import type { Size } from '../domain/selection.ts';
import { createCatalogueActivities } from './catalogue.ts';

const deny = async () => [];
const measure = async () => null;

/** Activities over a fleet whose commits are given; the last one is its head. */
function activitiesOver(...history: FleetSnapshot[]) {
  const read: (string | undefined)[] = [];
  const measured: unknown[] = [];
  const amount = { used: 1, limit: 2 };
  const measure = async (environments: readonly unknown[]) => {
    measured.push(...environments);
    return environments.length === 0 ? null : { quotas: 1, cpu: amount, memoryGiB: amount, storageGiB: amount };
  };
  const readFleet = (sha?: string) => {
    read.push(sha);
    const found = sha === undefined ? history.at(-1) : history.find((snapshot) => snapshot.sha === sha);
    return found ? Promise.resolve(found) : Promise.reject(new Error(`no commit ${sha}`));
  };
  return { read, measured, ...createCatalogueActivities({ catalogue: CATALOGUE, readFleet, measure, deny }) };
}

test('what is written to Git is rendered at the plan’s commit, whatever the head is by then', async () => {
  const later = { ...fleet({ 'organisation.yaml': 'broken' }), sha: 'later' };
  const history = [fleet()];
  const plan = await activitiesOver(...history).planChange(workedExample());
  const activities = activitiesOver(...history, later);
  const { files, body } = await activities.render({ ...workedExample(), plan });
  expect(activities.read).toEqual([plan.baseSha]);
  expect(files.map(({ path }) => path)).toEqual(plan.paths);
  expect(body).toContain(plan.specHash);
});

test('what the project has already is measured, and nothing of others', async () => {
  const environment = (project: string) => `name: ${project}-dev
project: ${project}
stage: dev
request: BR-0000000001
placements: [{ cluster: cluster-east-dev, reserved: { cpu: 1, memoryGiB: 1, storageGiB: 1 } }]
items: []
cost: { currency: USD, monthly: 40, priceBook: "2026-01" }
`;
  const others = { 'environments/web-dev/berth.yaml': environment('web') };
  const first = activitiesOver(fleet(others));
  expect(await first.planChange(workedExample())).not.toHaveProperty('usage');
  const next = activitiesOver(fleet({ ...others, 'environments/payments-dev/berth.yaml': environment('payments') }));
  expect(await next.planChange(workedExample())).toMatchObject({ usage: { quotas: 1 } });
  expect([first.measured, next.measured]).toEqual([[], [{ cluster: 'cluster-east-dev', environment: 'payments-dev' }]]);
});

test('another rendering than the plan’s is ContentChanged', async () => {
  const activities = activitiesOver(fleet());
  const plan = await activities.planChange(workedExample());
  const edited = workedExample({ selection: { size: 'M' } });
  await expect(activities.render({ ...edited, plan })).rejects.toMatchObject({
    type: 'ContentChanged',
    nonRetryable: true,
  });
});

test('an invalid selection is the requester’s to mend, and is checked without an error', async () => {
  const activities = activitiesOver(fleet());
  const input = workedExample({ selection: { size: 'XXL' as Size } });
  expect(await activities.checkSelection(input)).toMatchObject([{ where: 'size' }]);
  await expect(activities.planChange(input)).rejects.toMatchObject({ type: 'InvalidSelection', nonRetryable: true });
});

test('a broken fleet is the operators’ to mend, with the file in the message', async () => {
  const activities = activitiesOver(fleet({ 'prices/2026-01.yaml': '[]' }));
  await expect(activities.planChange(workedExample())).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('prices/2026-01.yaml') as string,
  });
});

test('what the API server does not know is refused before anything is pushed, with file, line and field', async () => {
  const item = CATALOGUE.items.get('postgresql');
  if (!item) throw new Error('no postgresql');
  const templates = new Map(
    [...item.templates].map(([name, template]) => [name, { ...(template as object), spek: {} }]),
  );
  const catalogue = { ...CATALOGUE, items: new Map([...CATALOGUE.items, ['postgresql', { ...item, templates }]]) };
  const snapshot = { sha: 'head', files: emptyFleet() };
  const { planChange } = createCatalogueActivities({
    catalogue,
    readFleet: () => Promise.resolve(snapshot),
    measure,
    deny,
  });
  await expect(planChange(workedExample())).rejects.toMatchObject({
    type: 'Configuration',
    nonRetryable: true,
    message: expect.stringMatching(
      /cluster-east-prod\/apps\/payments-prod\/postgresql-db\.yaml:\d+: spek is no field of Cluster; .*Mend the catalogue/,
    ) as string,
  });
});
