import type { ProjectDetail } from '../../src/api/answers/projects.ts';
import type { ProjectSummary } from '../../src/domain/projects/project-page.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import type { ServiceRequest } from '../../src/domain/request.ts';
import { wholeFileApi } from '../support/api.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

const merged = (request: Partial<ServiceRequest>) =>
  renderChange(workedExample({ request }), fleet(), CATALOGUE).files.map(
    ({ path, content }) => [path, content] as const,
  );
/** Dana works in payments, lee leads it; harbour is somebody else's. */
const standing = (reference?: string) =>
  fleet(
    Object.fromEntries([
      ...merged(reference ? { reference } : {}),
      ...merged({ project: 'harbour', costCentre: 'CC-2000', lead: 'mo@example.test' }),
    ]),
  );
let main = standing();
const { requests, api } = wholeFileApi({ readFromFleet: async (read) => read(main) });

async function namesFor(person: string): Promise<string[]> {
  const answer = await api.call(person, 'GET', '/api/projects');
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: ProjectSummary[] }).items.map(({ name }) => name);
}

test('everybody sees the projects they are of, owners those they pay for, staff and auditors all', async () => {
  expect(await namesFor('dana')).toEqual(['payments']);
  expect(await namesFor('lee')).toEqual(['payments']);
  expect(await namesFor('cora')).toEqual(['payments']);
  expect(await namesFor('sam')).toEqual(['harbour', 'payments']);
  expect(await namesFor('ada')).toEqual(['harbour', 'payments']);
});

test('a project shows its people, what stands of it, and how the request that made it has left it', async () => {
  const reference = await requests.stand({
    placements: [{ cluster: 'cluster-east-prod', state: 'ready' }],
    updatedAt: '2026-11-02T08:00:00.000Z',
  });
  main = standing(reference);

  const answer = await api.call('dana', 'GET', '/api/projects/payments');

  expect(answer.status).toBe(200);
  const detail = (await answer.json()) as ProjectDetail;
  expect(detail.groups).toContainEqual({ role: 'leads', name: 'berth-payments-leads', members: ['lee'] });
  expect(detail.environments).toMatchObject([{ name: 'payments-prod', request: reference, changedBy: null }]);
  const [environment] = detail.environments;
  expect(environment?.standing).toContainEqual({ cluster: 'cluster-east-prod', state: 'ready' });
  expect(environment?.standingAt).toBe('2026-11-02T08:00:00.000Z');
});

test('a project of others is answered as if there were none', async () => {
  const [others, none] = await Promise.all(
    ['harbour', 'nothing'].map((project) => api.call('dana', 'GET', `/api/projects/${project}`)),
  );
  expect([others?.status, none?.status]).toEqual([404, 404]);
});
