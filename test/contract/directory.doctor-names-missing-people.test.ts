import { checkPeople } from '../../src/doctor/people.ts';
import type { FleetSnapshot } from '../../src/domain/fleet.ts';
import { accountRequest, directoryUnderTest } from '../support/directory.ts';
import { wholeFile } from '../support/fixture.ts';

const under = wholeFile(directoryUnderTest);

const ORGANISATION = `apiVersion: berth.dev/v1
kind: Organisation
name: example
title: Example
priceBook: "2026-01"
leaseDays: { dev: 30, test: 90, staging: 180, prod: null }
`;

interface Standing {
  readonly lead: string;
  readonly costCentre: string;
}

/** A fleet with one environment of each project. */
function fleetOf(projects: Readonly<Record<string, Standing>>): FleetSnapshot {
  const files = Object.entries(projects).flatMap(([name, { lead, costCentre }]) => [
    [
      `projects/${name}.yaml`,
      JSON.stringify({ apiVersion: 'berth.dev/v1', kind: 'Project', name, title: name, costCentre, leads: [lead] }),
    ],
    [
      `environments/${name}-dev/berth.yaml`,
      JSON.stringify({
        name: `${name}-dev`,
        project: name,
        stage: 'dev',
        request: 'BR-7F3K2M9QXA',
        costCentre,
        placements: [],
        items: [],
        cost: { currency: 'USD', monthly: 1, priceBook: '2026-01' },
      }),
    ],
  ]);
  return {
    sha: 'a'.repeat(40),
    files: new Map([['organisation.yaml', ORGANISATION], ...(files as [string, string][])]),
  };
}

const payments = { lead: 'lee@example.test', costCentre: 'CC-1042' };
const groups = () => under.access.config.groups;

async function look(fleet: FleetSnapshot | undefined, change: Partial<ReturnType<typeof groups>> = {}) {
  const { config, caFile } = under.access;
  const directory = { ...config, groups: { ...config.groups, ...change } };
  const findings = await checkPeople({ directory, ...(caFile ? { caFile } : {}) }, fleet);
  return findings.map(({ system, what, ok, detail }) => `${ok ? '✓' : '✗'} ${system}: ${what}: ${detail}`);
}

test('with somebody for every role nothing is missing', async () => {
  expect(await look(fleetOf({ payments }))).toEqual([
    '✓ directory: people of roles: berth-support, berth-operators, berth-security',
    '✓ directory: projects: 1 stand',
    '✓ directory: leads of projects: none is missing',
    '✓ directory: owners of cost centres: none is missing',
    '✓ directory: groups of escalations: none is named',
  ]);
});

test('a role’s group that is empty or not there is named with its setting', async () => {
  const [roles] = await look(undefined, { security: 'berth-nowhere' });
  expect(roles).toMatch(/^✗ .*: Nobody is in berth-nowhere \(directory.groups.security\): /);
});

test('projects without anybody who leads them, and cost centres without owners, are named', async () => {
  const gone = { lead: 'gone@example.test', costCentre: 'CC-7' };
  const found = await look(fleetOf({ payments, harbour: gone, quay: { ...gone, costCentre: 'CC-8' } }));

  expect(found.slice(2, 4)).toEqual([
    '✗ directory: leads of projects: Nobody may decide about harbour, quay: put somebody into berth-harbour-leads, berth-quay-leads.',
    '✗ directory: owners of cost centres: Nobody owns CC-7, CC-8: make berth-cc-7-owners, berth-cc-8-owners and put somebody in.',
  ]);
});

test('a group that an escalation tells and nobody is in is named', async () => {
  const telling = (group: string) =>
    new Map([
      [
        'organisation.yaml',
        `${ORGANISATION}escalation: { approval: [{ after: 2d, tell: [manager, "group:${group}"] }] }\n`,
      ],
    ]);
  const [, , , , known] = await look({ sha: 'a'.repeat(40), files: telling('berth-security') });
  const [, , , , unknown] = await look({ sha: 'a'.repeat(40), files: telling('berth-heads') });

  expect(known).toBe('✓ directory: groups of escalations: berth-security');
  expect(unknown).toBe(
    "✗ directory: groups of escalations: Nobody is in berth-heads: put somebody in, or mend escalation in the fleet's organisation.yaml.",
  );
});

test('a member of its leads’ group is enough, although the lead it names has left', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });

  const [, , leads] = await look(fleetOf({ payments: { ...payments, lead: 'gone@example.test' } }));
  expect(leads).toBe('✓ directory: leads of projects: none is missing');
});
