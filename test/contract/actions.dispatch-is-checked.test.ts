import { type ActionsStage, AT, stageActions } from '../support/actions.ts';

let stage: ActionsStage;
beforeAll(async () => {
  stage = await stageActions(`
      - run: echo done
`);
});
afterAll(() => stage.close());

test('tells the run it started, and lists it under its name', async () => {
  const { status, data } = await stage.dispatch({ who: 'Dana' });

  expect(status).toBe(200);
  const { workflow_run_id: id } = data as { workflow_run_id: number };
  const { data: run } = await stage.lee.actions.getWorkflowRun({ ...AT, run_id: id });
  const listed = await stage.lee.actions.listWorkflowRuns({
    ...AT,
    workflow_id: 'test.yml',
    event: 'workflow_dispatch',
  });
  const { branches } = await stage.server.inspect();
  expect(run).toMatchObject({ display_title: 'Hello Dana', head_sha: branches.get('main'), head_branch: 'main' });
  expect(listed.data.workflow_runs.map((found) => found.id)).toContain(id);
});

test('says nothing of the run unless asked', async () => {
  const ask = { ...AT, workflow_id: 'test.yml', ref: 'main', inputs: { who: 'Dana' } };
  const { status } = await stage.lee.actions.createWorkflowDispatch(ask);
  expect(status).toBe(204);
});

test.each<[string, Record<string, string>, string, number, string]>([
  ['a branch that is not there', { who: 'Dana' }, 'nowhere', 422, 'No ref found for: nowhere'],
  ['an input nobody declared', { who: 'Dana', what: 'x' }, 'main', 422, 'Unexpected inputs provided: ["what"]'],
  ['a required input left out', { greeting: 'Hi' }, 'main', 422, "Required input 'who' not provided"],
])('refuses %s', async (_what, inputs, ref, status, message) => {
  const before = (await stage.server.inspect()).dispatches.length;
  await expect(stage.dispatch(inputs, ref)).rejects.toMatchObject({
    status,
    message: expect.stringContaining(message),
  });
  expect((await stage.server.inspect()).dispatches).toHaveLength(before);
});

test('refuses a workflow that is not there', async () => {
  const asking = stage.lee.actions.createWorkflowDispatch({ ...AT, workflow_id: 'other.yml', ref: 'main' });
  await expect(asking).rejects.toMatchObject({ status: 404 });
});
