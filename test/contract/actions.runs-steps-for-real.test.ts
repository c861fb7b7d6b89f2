import { type ActionsStage, AT, stageActions } from '../support/actions.ts';

let stage: ActionsStage;
afterEach(() => stage.close());

const shown = (log: string | undefined) => (log ?? '').split('\n');

test('a run checks out the commit it is told and runs its steps with inputs, environment and secrets', async () => {
  stage = await stageActions(`
      - uses: actions/checkout@v4
        with: { ref: "\${{ github.sha }}" }
      - name: Greet
        env: { WHO: "\${{ inputs.who }}", GREETING: "\${{ inputs.greeting }}", SECRET: "\${{ secrets.KUBECONFIG }}" }
        run: |
          cat hello.txt
          echo "$GREETING $WHO, $(echo "$SECRET" | wc -l) lines"
          git rev-parse HEAD
`);
  const { branches } = await stage.server.inspect();

  const run = await stage.run({ who: 'Dana; echo not this' });

  expect(run).toMatchObject({ status: 'completed', conclusion: 'success', title: 'Hello Dana; echo not this' });
  const [job] = run.jobs;
  expect(job?.steps.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
    'Set up job: success',
    'Run actions/checkout@v4: success',
    'Greet: success',
    'Complete job: success',
  ]);
  expect(shown(job?.log)).toEqual(
    expect.arrayContaining(['Hello from the fleet', 'Hi Dana; echo not this, 2 lines', branches.get('main')]),
  );
});

test('secrets never show in the log, nor any line of them', async () => {
  stage = await stageActions(`
      - env: { SECRET: "\${{ secrets.KUBECONFIG }}", TOKEN: "\${{ github.token }}" }
        run: |
          echo "$SECRET"
          echo "again: $SECRET" >&2
          printf "token $TOKEN without a line end"
`);
  const run = await stage.run();

  const { data } = await stage.lee.actions.downloadJobLogsForWorkflowRun({ ...AT, job_id: run.jobs[0]?.id ?? 0 });
  expect(data).not.toMatch(/line-one|line-two|ghs_/);
  expect(data).toContain('again: ***\n***');
  expect(data).toContain('token *** without');
});

test('a failing step ends the job, and the steps after it are skipped', async () => {
  stage = await stageActions(`
      - name: Break
        run: |
          echo before
          false
          echo after
      - run: echo never
`);
  const run = await stage.run();

  const { data } = await stage.lee.actions.listJobsForWorkflowRun({ ...AT, run_id: run.id });
  expect(run.conclusion).toBe('failure');
  expect(data.jobs[0]?.steps?.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toEqual([
    'Set up job: success',
    'Break: failure',
    'Run echo never: skipped',
    'Complete job: success',
  ]);
  expect(run.jobs[0]?.log).toContain('before\n##[error]Process completed with exit code 1.');
});

test('an action the runner does not have fails the run and is named', async () => {
  stage = await stageActions(`
      - uses: somebody/deploy@v1
`);
  const run = await stage.run();

  expect(run.conclusion).toBe('failure');
  expect(run.jobs[0]?.log).toContain('##[error]Unable to resolve action somebody/deploy@v1');
});
