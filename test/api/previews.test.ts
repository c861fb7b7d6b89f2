import { ClientError } from '../../src/clients/client-error.ts';
import type { ShownPreview } from '../../src/intake/preview.ts';
import { startTestApi, wholeFileApi } from '../support/api.ts';

const { requests, api } = wholeFileApi();

const PAYMENTS = {
  project: 'payments',
  title: 'Payments API',
  lead: 'lee@example.test',
  costCentre: 'CC-1042',
  environments: [{ stage: 'prod', regions: ['east', 'west'], size: 'S', items: ['ingress'] }],
};
const ingress = (host: string) => ({
  ...PAYMENTS,
  environments: [{ ...PAYMENTS.environments[0], items: [{ ingress: { host } }] }],
});

async function preview(body: unknown, query = '', person = 'dana'): Promise<ShownPreview> {
  const answer = await api.call(person, 'POST', `/api/previews${query}`, body);
  expect(answer.status).toBe(200);
  return (await answer.json()) as ShownPreview;
}

test('a preview tells files, price, approvers and room, and starts nothing', async () => {
  const { problems, change, room, approval } = await preview(ingress('payments.example.test'));

  expect(problems).toEqual([]);
  expect(change?.plan).toMatchObject({ environment: 'payments-prod', specHash: expect.stringMatching(/^sha256:/) });
  expect(change?.plan.cost.delta).toBeGreaterThan(0);
  expect(change?.files).toContainEqual({ path: 'environments/payments-prod/berth.yaml' });
  expect(approval).toMatchObject([{ name: 'lead', approvers: ['lee'], why: expect.any(String) }]);
  expect(room?.map(({ cluster }) => cluster)).toEqual(['cluster-east-prod', 'cluster-west-prod']);
  const { count } = await requests.env.client.workflow.count(`BerthProject = 'payments'`);
  expect(count).toBe(0);
});

test('contents of the files come when they are asked for', async () => {
  const { change } = await preview(ingress('payments.example.test'), '?contents=true');

  expect(change?.files.every(({ content }) => content !== undefined && content !== '')).toBe(true);
});

test('all that is wrong with the resources is told at once, with its path', async () => {
  const environments = [{ stage: 'prod', regions: ['atlantis'], size: 'S', items: ['postgres'] }];

  const { problems, change } = await preview({ ...PAYMENTS, environments });

  expect(problems.map(({ where }) => where)).toEqual(['environments[0].regions[0]', 'environments[0].items[0]']);
  expect(change).toBeUndefined();
});

test('people the directory does not know are a problem of the form', async () => {
  const { problems } = await preview({ ...PAYMENTS, lead: 'nobody@example.test' });

  expect(problems).toMatchObject([{ where: 'lead' }]);
});

test('without resources it tells what is asked for: who decides depends on what they are', async () => {
  const { environments: _, ...bare } = PAYMENTS;

  expect(await preview(bare)).toMatchObject({ problems: [], request: { project: 'payments' } });
});

test('whoever leads alone is told that nobody could decide', async () => {
  const { problems } = await preview({
    ...ingress('payments.example.test'),
    project: 'billing',
    lead: 'dana@example.test',
  });

  expect(problems).toMatchObject([
    { where: 'approval', what: expect.stringContaining('Nobody can decide the stage "lead"') },
  ]);
});

test('a fleet that cannot be read now is nobody’s mistake', async () => {
  const down = await startTestApi(requests.env.client, {
    preview: () => Promise.reject(new ClientError('Unavailable', 'GitHub did not answer.')),
  });

  const answer = await down.call('dana', 'POST', '/api/previews', PAYMENTS);

  expect(answer.status).toBe(503);
  await down.close();
});
