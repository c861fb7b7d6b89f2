import { ROUTES } from '../../src/api/routes.ts';
import { createProgram } from '../../src/cli/program.ts';

/** By which command each route is called; what stands in brackets is no command, but why there is none. */
const BY: Readonly<Record<string, string>> = {
  'GET /api/me': 'whoami',
  'POST /api/requests': 'request',
  'GET /api/requests': 'list',
  'GET /api/requests/:reference': 'status',
  'GET /api/requests/:reference/timeline': 'timeline',
  'GET /api/tasks': 'tasks list',
  'GET /api/requests/:reference/events': '(a terminal asks again: status --watch)',
  'GET /api/work/events': '(a terminal asks again: tasks list)',
  'GET /api/requests/:reference/acts': '(a terminal has no buttons to leave out)',
  'GET /api/requests/:reference/files': 'diff',
  'POST /api/requests/:reference/comments': 'comment',
  'POST /api/previews': 'request',
  'POST /api/requests/:reference/policy': 'policy explain',
  'GET /api/catalogue': 'catalogue',
  'GET /api/catalogue/decisions': 'catalogue',
  'GET /api/people': 'people',
  'GET /api/projects': 'projects',
  'GET /api/projects/:project': 'projects',
  'POST /api/requests/:reference/claim': 'tasks claim',
  'POST /api/requests/:reference/release': 'tasks release',
  'POST /api/requests/:reference/complete': 'tasks complete',
  'POST /api/requests/:reference/select': 'select',
  'POST /api/requests/:reference/withdraw': 'withdraw',
  'POST /api/requests/:reference/repair': 'repair',
  'GET /api/requests/:reference/decision': 'approve',
  'POST /api/requests/:reference/decide': 'approve',
  'POST /api/requests/:reference/signal': 'approve',
  'GET /api/history': 'history',
  'GET /api/history/:reference': 'history',
  'GET /api/incidents': 'incident list',
  'GET /api/incidents/:incident': 'incident show',
  'POST /api/incidents/:incident/retry': 'incident retry-all',
  'GET /api/freeze': 'freeze list',
  'POST /api/freeze': 'freeze',
  'POST /api/unfreeze': 'unfreeze',
  'GET /api/absences': 'away list',
  'POST /api/absences': 'away',
  'POST /api/absences/end': 'away end',
  'GET /api/operations/flow': 'operations flow',
  'GET /api/operations/clusters': 'operations clusters',
  'GET /api/operations/systems': 'operations systems',
  'GET /api/audit': 'audit export',
  'GET /api/audit/end': 'audit verify',
  'GET /api/service-tokens': 'token list',
  'POST /api/service-tokens': 'token create',
  'POST /api/service-tokens/:token/revoke': 'token revoke',
  'GET /api/webhooks': 'webhooks list',
  'POST /api/webhooks': 'webhooks add',
  'POST /api/webhooks/:webhook/remove': 'webhooks remove',
  'POST /api/webhooks/:webhook/rotate': 'webhooks rotate',
  'GET /api/webhooks/:webhook/deliveries': 'webhooks deliveries',
  'POST /api/webhooks/:webhook/replay': 'webhooks replay',
  'POST /codec/encode': "(Temporal's own command line and UI call it)",
  'POST /codec/decode': "(Temporal's own command line and UI call it)",
};

/** Whether there is a command of that name, such as `tasks claim`. */
const isCommand = (name: string): boolean =>
  name
    .split(' ')
    .reduce(
      (found, word) => found?.commands.find((command) => command.name() === word),
      createProgram() as ReturnType<typeof createProgram> | undefined,
    ) !== undefined;

test('a terminal can do all that the API can', () => {
  const routes = ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(routes.toSorted()).toEqual(Object.keys(BY).toSorted());
});

test('by commands that there are', () => {
  const missing = Object.values(BY).filter((name) => !name.startsWith('(') && !isCommand(name));
  expect(missing).toEqual([]);
});
