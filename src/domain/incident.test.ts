import * as fc from 'fast-check';
import {
  afterRetry,
  type Cause,
  causeOf,
  type Incident,
  isShared,
  ownWords,
  problemOf,
  stuckIn,
  withMember,
  withoutMembers,
  withTried,
} from './incident.ts';
import { INCIDENT_KEY, incidentKey } from './incident-key.ts';
import type { RequestDraft } from './request.ts';
import type { RequestStatus } from './status.ts';

const keyOf = (message: string, own: readonly string[] = [], type = 'Forbidden', system = 'GitHub') =>
  incidentKey(causeOf({ type, message }, system, own));

/** The same failure as two requests see it, whose own words stand beside it. */
test.each([
  ['Berth may not push berth/BR-7F3K2M9QXA', 'Berth may not push berth/BR-0000000004'],
  [
    'Pull request #7 cannot be merged yet. At least 1 approving review is required.',
    'Pull request #1204 cannot be merged yet. At least 1 approving review is required.',
  ],
  ['No answer within 30000 ms (2026-11-21T09:00:00Z)', 'No answer within 30001 ms (2026-11-22T10:20:01.123Z)'],
  ['Put it back as it was at 9a0c1fe', 'Put it back as it was at 01bd33a'],
  [
    'GitHub answers 502. (id 8f14e45f-ceea-467f-9d2c-1f0a5d0e1b2c)',
    'GitHub answers 502. (id 00000000-ceea-467f-9d2c-1f0a5d0e1b2d)',
  ],
  [
    'The directory does not know nina.berg@example.test any more.',
    'The directory does not know dana@example.test any more.',
  ],
  ['Deployment cache not ready: 0 of 1', 'Deployment cache not ready: 2 of 3'],
  ['Berth may not\n  push', 'berth may not push'],
])('"%s" has the cause of "%s"', (one, other) => {
  expect(keyOf(one)).toBe(keyOf(other));
});

test.each([
  ['cluster-east-prod: User "berth" cannot create quotas', 'cluster-west-prod: User "berth" cannot create quotas'],
  ['GitHub answers 502.', 'GitHub answers 403.'],
  ['10.0.0.4:636 cannot be reached', '10.0.0.5:636 cannot be reached'],
  ['PostgreSQL 16.2 is not installed', 'PostgreSQL 17.1 is not installed'],
  ['cannot create quotas', 'cannot create namespaces'],
])('"%s" has another cause than "%s"', (one, other) => {
  expect(keyOf(one)).not.toBe(keyOf(other));
});

test('another type and another system are other causes, although the words are the same', () => {
  const keys = [keyOf('no'), keyOf('no', [], 'Configuration'), keyOf('no', [], 'Forbidden', 'the directory')];
  expect(new Set(keys).size).toBe(3);
});

const request = { requesterId: 'dana', leadId: 'lee', project: 'payments', title: 'Payments API', members: ['kim'] };
const status = {
  reference: 'BR-7F3K2M9QXA',
  requester: 'dana@example.test',
  request,
  plan: { environment: 'payments-prod', specHash: 'sha256:4be1' },
  pullRequest: null,
} as unknown as RequestStatus;

const draft: RequestDraft = { kind: 'create-project', requester: 'dana@example.test', project: 'Payments' };

test('what was asked for is its own before it is checked', () => {
  const unread = { ...status, request: null, plan: null };
  const message = 'Nobody may be looked up for payments-api: no right on OU=Payments';
  const asked = { ...draft, project: 'payments-api', title: 'Payments' };
  expect(causeOf({ type: 'Forbidden', message }, 'the directory', ownWords(unread, asked)).words).toBe(
    'nobody may be looked up for <own>: no right on ou=<own>',
  );
});

test("what is a request's own is no part of its cause, wherever the failure names it", () => {
  const message = 'Namespace payments-prod: group berth-payments-leads of "Payments API" (Dana, lee) is missing';
  expect(causeOf({ type: 'Forbidden', message }, 'GitHub', ownWords(status, draft)).words).toBe(
    'namespace <own>: group berth-<own>-leads of "<own>" (<own>, <own>) is missing',
  );
});

test('a short name is not taken out of the middle of other words', () => {
  expect(causeOf({ type: 'Forbidden', message: 'apiVersion of api: capital' }, 'x', ['api']).words).toBe(
    'apiversion of <own>: capital',
  );
});

const slug = fc.stringMatching(/^[a-z][a-z0-9]{3,12}(-[a-z0-9]{2,6})?$/);
const words = fc.constantFrom(
  (own: string) => `namespace ${own}-prod is not ready`,
  (own: string) => `BuildFailed: environments/${own}-prod/berth.yaml: no such file`,
  (own: string) => `cannot create "${own}": denied by policy, see https://wiki.example.test/rules`,
  (own: string) => `Group berth-${own}-leads: insufficient access rights (code 50)`,
);

test('requests of any two projects share a cause, and its key tells nobody their names', () => {
  fc.assert(
    fc.property(slug, slug, words, (one, other, say) => {
      const [a, b] = [one, other].map((own) => keyOf(say(own), [own, `${own}-prod`]));
      expect(a).toBe(b);
      expect(a).toMatch(INCIDENT_KEY);
    }),
  );
});

test('a key is made of anything that fails, and is one that routes and buttons take', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.array(fc.string()), (type, message, system, own) => {
      const cause: Cause = causeOf({ type, message }, system, own);
      expect(incidentKey(cause)).toMatch(INCIDENT_KEY);
      expect(incidentKey(causeOf({ type, message }, system, own))).toBe(incidentKey(cause));
    }),
  );
});

test.each([
  ['Forbidden', true],
  ['Configuration', true],
  ['Unavailable', true],
  ['DeploymentFailed', true],
  ['anything that is a bug', true],
  ['AccountConflict', false],
  ['InvalidSelection', false],
  ['ContentChanged', false],
  ['PlanDiffers', false],
  ['UnapprovedMerge', false],
  ['Undecided', false],
  ['NameTaken', false],
])('requests share the cause of %s: %s', (type, expected) => {
  expect(isShared(type)).toBe(expected);
});

test('a long problem is cut, and stays one line', () => {
  expect(problemOf(`a\nb ${'c'.repeat(600)}`)).toHaveLength(500);
});

const EMPTY: Incident = {
  key: 'forbidden-0123456789',
  type: 'Forbidden',
  system: 'GitHub',
  problem: 'Berth may not push',
  since: '2026-11-21T09:00:00.000Z',
  members: [],
  total: 0,
  retry: { by: 'olga', reason: '', at: '2026-11-21T10:00:00.000Z', asked: 3, taken: 0, refused: 0 },
};
const member = (reference: string, since = '2026-11-21T09:00:00.000Z') => ({
  reference,
  project: 'payments',
  step: 'GIT_PR_CREATION' as const,
  since,
  due: '2026-12-05T09:00:00.000Z',
});

test('a request is in an incident once, however often it is told, and counts once', () => {
  const twice = withMember(withMember(EMPTY, member('BR-1')), member('BR-1', '2026-11-21T11:00:00.000Z'));
  expect(twice.members).toEqual([{ ...member('BR-1', '2026-11-21T11:00:00.000Z'), triedAgain: false }]);
  expect(twice.total).toBe(1);
  expect(withoutMembers(twice, ['BR-1'])).toMatchObject({ members: [], total: 1 });
});

test('who was tried again is stuck no more, until it says that it failed again; who has ended is out', () => {
  const three = ['BR-3', 'BR-2', 'BR-1'].reduce(
    (incident, reference) => withMember(incident, member(reference, `2026-11-21T09:00:0${reference.at(-1)}.000Z`)),
    EMPTY,
  );
  expect(stuckIn(three)).toEqual(['BR-1', 'BR-2', 'BR-3']);
  const asked = withTried(three, ['BR-1', 'BR-2', 'BR-3'], true);
  const tried = afterRetry(asked, { taken: ['BR-1'], refused: ['BR-2'], gone: ['BR-3'] });
  expect(stuckIn(tried)).toEqual([]);
  expect(tried.members.map(({ reference }) => reference).toSorted()).toEqual(['BR-1', 'BR-2']);
  expect(tried.retry).toMatchObject({ asked: 3, taken: 1, refused: 2 });
  expect(stuckIn(withMember(tried, member('BR-1')))).toEqual(['BR-1']);
});
