import { PARAMETERS, type Route } from '../../src/api/registry.ts';
import { isOverRequest, kindAndVerb } from '../../src/api/rights.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { holds, ROLES, type Role } from '../../src/auth/roles.ts';
import { directory, wholeFileApi } from '../support/api.ts';
import { stageOf } from '../support/scripted-activities.ts';
import { taskFor } from '../support/standing-request.ts';

/*
 * Every declared route against every role of `src/auth/roles.ts`, by construction: what is declared next is tried without a
 * line here. Nothing is sent, so that whoever may is told that something is missing, and nothing happens. What each role may
 * do with which request, and what comes of it, is written by hand in rights.test.ts.
 */
const QUEUES = { support: 'support', 'platform-operator': 'operators', requester: 'requester' } as const;
const SOLE: readonly Role[] = ['auditor', 'service', 'reader'];

const GROUPS: Readonly<Partial<Record<Role, string>>> = {
  'project-member': 'berth-payments-viewers',
  'cost-centre-owner': 'berth-cc-1042-owners',
  support: 'berth-support',
  'platform-operator': 'berth-operators',
  security: 'berth-security',
  auditor: 'berth-auditors',
};

/** Each is called like the role they have; the request names them by it. */
const { requests, api } = wholeFileApi({
  ...directory,
  verifyBearer: async (token) => ({ id: token }),
  findPerson: async ({ id = '', mail = '' }) => {
    const name = id || mail.replace(/@.*/, '');
    return Object.hasOwn(ROLES, name) ? { id: name, name, mail: `${name}@example.test` } : null;
  },
  groupsOf: async (id) => [GROUPS[id as Role] ?? []].flat(),
});

const references: Partial<Record<Role, string>> = {};
const programs: Partial<Record<Role, string>> = {};

beforeAll(async () => {
  const stage = stageOf('lead', ['project-lead', 'approver']);
  const standing = (queue: 'support' | 'operators' | 'requester') =>
    requests.stand({
      requester: 'requester@example.test',
      task: taskFor(queue, 'repair'),
      stages: [stage],
      told: ['informed'],
      request: {
        ...REQUEST,
        requester: 'requester@example.test',
        requesterId: 'requester',
        lead: 'project-lead@example.test',
        leadId: 'project-lead',
      },
    });
  for (const [role, queue] of Object.entries(QUEUES)) references[role as Role] = await standing(queue);
  programs.service = await tokenFor({ projects: ['payments'] });
  programs.reader = await tokenFor({ readsAll: true });
});

async function tokenFor(scope: object): Promise<string> {
  const made = await api.app.request('/api/service-tokens', {
    method: 'POST',
    headers: { authorization: 'Bearer platform-operator', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bot', ...scope, days: 1 }),
  });
  return ((await made.json()) as { token: string }).token;
}

const REQUEST = {
  reference: 'BR-7F3K2M9QXA',
  kind: 'create-project',
  source: { channel: 'mail', key: 'k', receivedAt: '2026-11-21T09:00:00.000Z' },
  members: [],
  project: 'payments',
  title: 'Payments API',
  costCentre: 'CC-1042',
  reason: '',
} as const;

type Seen = 'may' | 'may not' | 'does not exist for them';

/** What the table of roles says. */
function expected({ right }: Route, role: Role): Seen {
  const held: Role[] = SOLE.includes(role) ? [role] : ['anybody', role];
  if (right === 'signed-in') return 'may';
  const ownsTask = right === 'repair' && Object.hasOwn(QUEUES, role);
  if (holds(held, ...kindAndVerb(right)) || ownsTask) return 'may';
  return isOverRequest(right) && !holds(held, 'request', 'see') ? 'does not exist for them' : 'may not';
}

async function seen(route: Route, role: Role): Promise<Seen> {
  const reference = references[role] ?? references.support ?? '';
  const path = route.path.replace(/:(\w+)/g, (_, name: keyof typeof PARAMETERS) =>
    name === 'reference' ? reference : PARAMETERS[name].example,
  );
  const { method } = route;
  const authorization = `Bearer ${programs[role] ?? role}`;
  const answer = await api.app.request(path, { method, headers: { authorization } });
  await answer.body?.cancel();
  if (answer.status === 403) return 'may not';
  const overRequest = route.right !== 'signed-in' && isOverRequest(route.right);
  return answer.status === 404 && overRequest ? 'does not exist for them' : 'may';
}

test.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_, route) => {
  const roles = Object.keys(ROLES) as Role[];
  const found: [Role, Seen][] = [];
  for (const role of roles) found.push([role, await seen(route, role)]);

  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(roles.map((role) => [role, expected(route, role)])));
});

test('a right over a request is asked about the request of the path, and only there', () => {
  for (const { right, path } of ROUTES) {
    const overRequest = right !== 'signed-in' && isOverRequest(right);
    expect([path, overRequest && !path.includes(':reference')]).toEqual([path, false]);
  }
});
