import type { Incident, IncidentMember } from './incident.ts';
import { incidentLine, incidentReminder, newsOf } from './incident-text.ts';

const since = '2026-11-22T09:00:00.000Z';
const STUCK: IncidentMember = {
  reference: 'BR-1',
  project: 'payments',
  step: 'RESOURCE_DEPLOYMENT',
  since,
  due: '2026-12-06T09:00:00.000Z',
  triedAgain: false,
};
const TRYING: IncidentMember = { ...STUCK, reference: 'BR-2', due: '2026-11-22T10:00:00.000Z', triesItself: true };

const newsAbout = (...members: IncidentMember[]) => {
  const opening = { key: 'k', type: 'DeploymentFailed', system: 'east', problem: 'no such file', since };
  const incident: Incident = { ...opening, members, total: members.length, retry: null };
  return newsOf(incident);
};

test.each([
  ['BR-1 needs a person: no such file', [STUCK]],
  ['2 requests need a person: no such file', [STUCK, STUCK]],
  ['BR-2 is tried again and again: no such file', [TRYING]],
  ['2 requests are tried again and again: no such file', [TRYING, TRYING]],
  ['1 of 2 requests need a person: no such file', [TRYING, STUCK]],
])('%s', (said, members) => {
  expect(incidentLine(newsAbout(...members))).toBe(said);
});

test('what goes on trying is not undone, and nobody is threatened with it', () => {
  expect(incidentReminder(newsAbout(TRYING))).toContain('All are being tried again.');
  expect(newsAbout(TRYING, STUCK).firstDue).toBe(STUCK.due);
});
