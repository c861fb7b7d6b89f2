import { ClientError } from '../clients/client-error.ts';
import type { RequestInput } from '../domain/request.ts';
import { createIntakeActivities, type IntakeDeps } from './intake.ts';

const PEOPLE = [
  { id: 'dana', name: 'Dana Field', mail: 'dana@example.test' },
  { id: 'lee', name: 'Lee Marsh', mail: 'lee@example.test' },
];
const wait = { deadline: '2d', reminders: ['90m', '1d'] };
const deps: IntakeDeps = {
  config: {
    accounts: { autoConfirm: true },
    waits: {
      'confirm-sender': wait,
      triage: wait,
      accounts: wait,
      selection: wait,
      approval: { deadline: '30s', reminders: [] },
      repair: wait,
      manual: wait,
      capacity: wait,
      cluster: wait,
    },
  },
  catalogue: { items: new Map(), sizes: {}, container: {} } as never,
  staff: [],
  auditors: 'berth-auditors',
  groupsOf: async () => [],
  readFleet: async () => ({ sha: '', files: new Map() }),
  findPerson: async ({ mail }) => PEOPLE.find((person) => person.mail === mail) ?? null,
};
const intake = createIntakeActivities(deps);
const inputWith = (change: Partial<RequestInput['draft']>): RequestInput => ({
  reference: 'BR-7F3K2M9QXA',
  source: { channel: 'mail', key: 'k', receivedAt: '2025-06-03T09:12:00.000Z' },
  senderProof: 'proven',
  draft: {
    kind: 'create-project',
    requester: 'dana@example.test',
    project: 'payments',
    lead: 'Lee@Example.test',
    costCentre: 'CC-1042',
    ...change,
  },
});

test.each([
  ['asks for it', { groupsOf: async (id: string) => (id === 'dana' ? ['Berth-Auditors'] : []) }, undefined],
  ['starts it for somebody', { groupsOf: async (id: string) => (id === 'lee' ? ['berth-auditors'] : []) }, 'lee'],
  [
    'starts it by an address',
    { groupsOf: async (id: string) => (id === 'lee' ? ['berth-auditors'] : []) },
    'lee@example.test',
  ],
])('an auditor who %s makes no request', async (_, change, startedBy) => {
  const input = inputWith({});
  const source = { ...input.source, ...(startedBy ? { startedBy } : {}) };
  const { request, problems } = await createIntakeActivities({ ...deps, ...change }).validateRequest({
    ...input,
    source,
  });
  expect(request).toBeUndefined();
  expect(problems).toEqual([expect.objectContaining({ what: expect.stringContaining('is an auditor') })]);
});

test('makes the one request value of a draft, with the people the directory knows', async () => {
  const environments = [{ stage: 'prod', regions: ['east'], size: 'S', items: ['cache'] }];
  const { request, problems } = await intake.validateRequest(inputWith({ environments }));
  expect(problems).toEqual([]);
  expect(request).toMatchObject({
    reference: 'BR-7F3K2M9QXA',
    requesterId: 'dana',
    lead: 'lee@example.test',
    leadId: 'lee',
    title: 'payments',
    members: [],
    selection: { stage: 'prod', regions: ['east'], size: 'S', items: [{ item: 'cache', parameters: {} }] },
  });
});

test('a request without environments waits for a selection', async () => {
  const { request } = await intake.validateRequest(inputWith({}));
  expect(request).not.toHaveProperty('selection');
});

test('people the directory does not know are problems, both at once', async () => {
  const draft = { requester: 'mallory@outside.test', lead: 'ghost@example.test' };
  const { request, problems } = await intake.validateRequest(inputWith(draft));
  expect(request).toBeUndefined();
  expect(problems.map((problem) => problem.where)).toEqual(['requester', 'lead']);
});

test('due times are counted from the start of the wait', async () => {
  expect(await intake.dueTimes({ kind: 'accounts', from: '2025-06-03T09:12:00.000Z' })).toEqual({
    reminders: ['2025-06-03T10:42:00.000Z', '2025-06-04T09:12:00.000Z'],
    deadline: '2025-06-05T09:12:00.000Z',
    waited: ['90 minutes', '1 day'],
  });
  expect(await intake.dueTimes({ kind: 'approval', from: '2025-06-03T09:12:00.000Z' })).toEqual({
    reminders: [],
    deadline: '2025-06-03T09:12:30.000Z',
    waited: [],
  });
});

const ORGANISATION = `
apiVersion: berth.dev/v1
kind: Organisation
name: example
title: Example
priceBook: "2026-01"
leaseDays: { dev: 30, test: 90, staging: 180, prod: null }
`;
const CALENDARS = `calendars: { default: { zone: UTC, hours: { mon-fri: 09:00-17:00 } } }`;
const WEDNESDAY = '2025-06-04T16:00:00.000Z';
const dueWith = (organisation: () => string) => {
  const readFleet = async () => ({ sha: '', files: new Map([['organisation.yaml', organisation()]]) });
  return createIntakeActivities({ ...deps, readFleet }).dueTimes;
};

test('working time counts for a project that has a calendar, and every hour for one that has none', async () => {
  const wait = { kind: 'accounts', from: WEDNESDAY, project: 'payments' } as const;
  expect(await dueWith(() => ORGANISATION + CALENDARS)(wait)).toEqual({
    reminders: ['2025-06-05T09:30:00.000Z', '2025-06-05T16:00:00.000Z'],
    deadline: '2025-06-06T16:00:00.000Z',
    waited: ['90 working minutes', '1 working day'],
    rungs: [{ at: '2025-06-06T12:48:00.000Z', tell: ['platform-operator'] }],
  });
  expect(await dueWith(() => ORGANISATION)(wait)).toMatchObject({
    deadline: '2025-06-06T16:00:00.000Z',
    waited: ['90 minutes', '1 day'],
  });
});

test('a deadline of its own leaves out the reminders that come after it', async () => {
  const wait = { kind: 'accounts', from: WEDNESDAY, project: '', deadline: '4h' } as const;
  expect(await dueWith(() => ORGANISATION + CALENDARS)(wait)).toEqual({
    reminders: ['2025-06-05T09:30:00.000Z'],
    deadline: '2025-06-05T12:00:00.000Z',
    waited: ['90 working minutes'],
    rungs: [{ at: '2025-06-05T11:12:00.000Z', tell: ['platform-operator'] }],
  });
});

test('the fleet says who is told when nobody acts, by kind of wait', async () => {
  const ladder = `escalation: { accounts: [{ after: 1d, tell: [manager, "group:heads"] }, { after: 3d, tell: [manager] }], manual: [] }`;
  const due = dueWith(() => `${ORGANISATION}${CALENDARS}\n${ladder}`);
  const rungsOf = async (kind: 'accounts' | 'manual' | 'repair') =>
    (await due({ kind, from: WEDNESDAY, project: '' })).rungs;
  expect(await rungsOf('accounts')).toEqual([{ at: '2025-06-05T16:00:00.000Z', tell: ['manager', 'group:heads'] }]);
  const wrong = dueWith(() => `${ORGANISATION}escalation: { approval: [{ after: soon, tell: [manager] }] }`);
  await expect(wrong({ kind: 'accounts', from: WEDNESDAY, project: '' })).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('escalation.approval'),
  });
});

test('a calendar that cannot be read is a failure, never other times; the next asks anew', async () => {
  let found = '';
  const due = dueWith(() => {
    if (!found) throw new ClientError('Unavailable', 'GitHub answers 502.');
    return ORGANISATION + found;
  });
  const wait = { kind: 'accounts', from: WEDNESDAY, project: 'payments' } as const;
  await expect(due(wait)).rejects.toMatchObject({ type: 'Unavailable' });
  found = CALENDARS;
  expect(await due(wait)).toMatchObject({ deadline: '2025-06-06T16:00:00.000Z' });
  const wrong = dueWith(() => `${ORGANISATION}calendars: { default: { zone: Nowhere, hours: { mon: 09:00-17:00 } } }`);
  await expect(wrong(wait)).rejects.toMatchObject({ type: 'Configuration', message: expect.stringContaining('zone') });
});

test('by policy a plan confirms itself only when nobody has to be made', async () => {
  const person = { id: 'dana', name: 'Dana Field', mail: 'dana@example.test', exists: true };
  const plan = { project: 'payments', people: [person], groups: [] };

  expect(await intake.confirmsItself(plan)).toBe(true);
  expect(await intake.confirmsItself({ ...plan, people: [person, { ...person, id: 'new', exists: false }] })).toBe(
    false,
  );
});

test('adding people to a project that stands is never confirmed by policy', async () => {
  const person = { id: 'dana', name: 'Dana Field', mail: 'dana@example.test', exists: true };
  const group = { role: 'developers', name: 'berth-payments-developers', members: ['dana'] } as const;
  const plan = { project: 'payments', madeBy: 'BR-AAAAAAAAAA', people: [person] };

  expect(await intake.confirmsItself({ ...plan, groups: [{ ...group, existing: [] }] })).toBe(false);
  expect(await intake.confirmsItself({ ...plan, groups: [{ ...group, existing: ['Dana'] }] })).toBe(true);
});
