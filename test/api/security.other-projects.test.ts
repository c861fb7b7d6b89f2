import { ROUTES } from '../../src/api/routes.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import { directory, wholeFileApi } from '../support/api.ts';
import { closedEntry, memoryLedger } from '../support/ledger.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { statusOf, taskFor } from '../support/standing-request.ts';
import { CATALOGUE, fleet, workedExample } from '../support/worked-example.ts';

/*
 * Somebody guesses or is told a reference of a project that is none of theirs. Every declared route with one in it is walked,
 * so a route that is new is tried as well.
 */
const SECRET_TITLE = 'The takeover of Example Holding';
const elsewhere = closedEntry({
  reference: 'BR-0000000004',
  project: 'harbour',
  costCentre: 'CC-2000',
  requester: 'sam',
  lead: 'olga',
  decisions: [],
});
const harbourOf = {
  project: 'harbour',
  costCentre: 'CC-2000',
  title: SECRET_TITLE,
  lead: 'olga@example.test',
  leadId: 'olga',
};
const { files } = renderChange(workedExample({ request: harbourOf }), fleet(), CATALOGUE);
const built = fleet(Object.fromEntries(files.map(({ path, content }) => [path, content])));
const { requests, api } = wholeFileApi({
  ...directory,
  ledger: memoryLedger([elsewhere]),
  readFromFleet: async (read) => read(built),
});
const NEVER_WAS = 'BR-0000000009';

/** Dana and cora have nothing to do with it: the one develops, the other pays elsewhere. */
const STRANGERS = ['dana', 'cora'];
const foreign: string[] = [];

beforeAll(async () => {
  const { request } = statusOf(NEVER_WAS);
  const harbour = request && {
    ...request,
    project: 'harbour',
    costCentre: 'CC-2000',
    title: SECRET_TITLE,
    requester: 'sam@example.test',
    requesterId: 'sam',
    leadId: 'olga',
  };
  const about = { request: harbour, requester: 'sam@example.test', stages: [stageOf('lead', ['olga'])] };
  foreign.push(await requests.stand(about));
  foreign.push(await requests.stand({ ...about, task: taskFor('requester', 'repair'), phase: 'needs-person' }));
  foreign.push(await requests.stand({ ...about, task: taskFor('support') }));
});

const withReference = ROUTES.filter(({ path }) => path.includes(':reference'));

async function tried(person: string, method: string, path: string, reference: string) {
  const real = path.replace(':reference', reference).replace(/:\w+/, 'x');
  const answer = await api.call(person, method, real, method === 'POST' ? {} : undefined);
  return { status: answer.status, text: (await answer.text()).replaceAll(reference, '') };
}

test('there are routes to walk', () => {
  expect(withReference.length).toBeGreaterThan(10);
});

test.each(withReference.map(({ method, path }) => [method, path]))(
  '%s %s tells a stranger as much of a request as of one that never was',
  async (method, path) => {
    for (const person of STRANGERS) {
      const nothing = await tried(person, method, path, NEVER_WAS);
      for (const reference of path.includes('history') ? [elsewhere.reference] : foreign) {
        const { status, text } = await tried(person, method, path, reference);
        expect([reference, status]).toEqual([reference, 404]);
        expect(withoutId(text)).toBe(withoutId(nothing.text).replaceAll(NEVER_WAS, ''));
      }
    }
  },
);

const withProject = ROUTES.filter(({ path }) => path.includes(':project'));

test.each(withProject.map(({ method, path }) => [method, path]))(
  '%s %s tells a stranger as much of a project as of one that never was',
  async (method, path) => {
    const ask = async (person: string, project: string) => {
      const answer = await api.call(person, method, path.replace(':project', project));
      return { status: answer.status, text: withoutId(await answer.text()).replaceAll(project, '') };
    };
    expect((await ask('olga', 'harbour')).status).toBe(200);
    for (const person of STRANGERS) {
      expect(await ask(person, 'harbour')).toEqual(await ask(person, 'never-was'));
      expect((await ask(person, 'harbour')).status).toBe(404);
    }
  },
);

test('asking a list for a project by its name tells nothing of it', async () => {
  for (const path of ['/api/history?project=harbour', '/api/requests?project=harbour', '/api/projects?project=harbour'])
    expect([path, (await (await api.call('dana', 'GET', path)).text()).includes(SECRET_TITLE)]).toEqual([path, false]);
});

const withoutId = (text: string): string => text.replace(/"requestId":"[^"]*"/, '');

/** Streams do not end; what they tell is tried where they are. */
const lists = ROUTES.filter(({ method, path }) => method === 'GET' && !path.includes(':') && !path.endsWith('/events'));

test.each(lists.map(({ path }) => path))('GET %s tells a stranger nothing of it either', async (path) => {
  for (const person of STRANGERS) {
    const text = await (await api.call(person, 'GET', path)).text();
    for (const told of [SECRET_TITLE, ...foreign, elsewhere.reference]) expect(text).not.toContain(told);
  }
});

test('how much something is asked for tells nobody whose it is', async () => {
  for (const query of ['?project=harbour', '?waiting=olga', `?reference=${foreign[0]}`, '?project=harbour&limit=1']) {
    const answer = await api.call('dana', 'GET', `/api/requests${query}`);
    expect(await answer.json()).toEqual({ items: [] });
  }
});

test('what stands in the path of a call cannot be made to mean another', async () => {
  for (const path of [
    `/api/requests/${statusOf(NEVER_WAS).reference}/../${foreign[0]}`,
    `/api/requests/${foreign[0]}%2Ftimeline`,
    `/api//requests/${foreign[0]}`,
    `/api/requests/${foreign[0]?.toLowerCase()}`,
    `/api/requests/request:${foreign[0]}`,
    `/api/requests/%00${foreign[0]}`,
  ])
    expect((await api.call('dana', 'GET', path)).status).toBe(404);
});
