import { eachTest } from '../support/fixture.ts';
import { stageFleet } from '../support/fleet-stage.ts';

const stage = eachTest(stageFleet);

const namespace = async () =>
  (await stage.cluster.objects()).find((o) => o.kind === 'Namespace' && o.metadata.name === 'payments-dev');
const dispatches = async () => (await stage.github.inspect()).dispatches;

test('a run of the fleet workflow makes the walls, and Berth proves them by reading', async () => {
  const order = await stage.merge();

  const { objects, missing } = await stage.apply(order);

  expect(missing).toEqual([]);
  expect(objects[0]).toBe('Namespace payments-dev');
  expect((await namespace())?.metadata.labels).toMatchObject({ 'berth.dev/request': order.request.reference });
  const [run] = await dispatches();
  expect(run?.title).toBe(`${order.request.reference} cluster-east-dev ${order.mergeSha} 7`);
  expect(run?.jobs[0]?.log).toContain(`Gate: ${order.mergeSha.slice(0, 7)} merged ${order.request.reference}`);
  expect(run?.jobs[0]?.log).toContain('cluster-east-dev: Namespace payments-dev');
});

test('a reply that got lost after the dispatch makes no second run, nor does a call after everything is there', async () => {
  const order = await stage.merge();
  stage.context.faults.add({ match: 'github POST .*/dispatches', lostReply: true });

  await expect(stage.apply(order)).rejects.toMatchObject({ type: 'Unavailable' });
  expect((await stage.apply(order)).missing).toEqual([]);
  expect((await stage.apply(order, '8')).missing).toEqual([]);

  expect(await dispatches()).toHaveLength(1);
});

test('a run that fails is told with the step that failed and where to read; retry by a person starts another', async () => {
  const order = await stage.merge();
  stage.withdrawSecrets();

  const failing = await stage.apply(order).catch((error: unknown) => error);
  await expect(stage.apply(order)).rejects.toMatchObject({ type: 'ProvisioningFailed' });

  const [run] = await dispatches();
  expect(failing).toMatchObject({
    type: 'ProvisioningFailed',
    message: expect.stringContaining(
      `The run for cluster-east-dev ended as failure at "Apply the walls": ${stage.github.url}/example/fleet/actions/runs/${run?.id}.`,
    ),
  });
  expect(run?.jobs[0]?.log).toContain('Not set: BERTH_KUBECONFIG');
  expect(await dispatches()).toHaveLength(1);
  await expect(stage.apply(order, '8')).rejects.toMatchObject({ type: 'ProvisioningFailed' });
  expect(await dispatches()).toHaveLength(2);
  expect(await namespace()).toBeUndefined();
});
