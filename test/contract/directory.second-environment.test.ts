import { attribute, change, withDirectory } from '../../src/clients/directory.ts';
import type { ServiceRequest } from '../../src/domain/request.ts';
import { accountRequest, entryNamed, failureOf, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const FIRST = accountRequest();
/** Cora asks for the next environment and brings somebody new. */
const SECOND = accountRequest({
  reference: 'BR-0000000000',
  requester: 'cora@example.test',
  requesterId: 'cora',
  members: ['dana@example.test', 'rui.costa@example.test'],
});
const DEVELOPERS = 'CN=berth-payments-developers';
const FIRST_ENTRIES = [DEVELOPERS, 'CN=berth-payments-leads', 'CN=nina.berg'];

const under = eachTest(watchedDirectory);

async function make(request: ServiceRequest) {
  const plan = await under.activities.proposeAccounts(request);
  const made = await under.activities.provisionAccounts({ reference: request.reference, plan });
  return { plan, made };
}

const undo = ({ reference }: ServiceRequest, { plan }: Awaited<ReturnType<typeof make>>) =>
  under.activities.retireAccounts({ reference, plan });

async function membersOf(group: string): Promise<string[]> {
  const members = (await entryNamed(under.directory, group))?.attributes['member'] ?? [];
  return members.map((dn) => /^CN=([^,]+)/.exec(dn)?.[1] ?? '').toSorted();
}

/** What undo of the second request may not touch. */
async function ofTheFirst() {
  const entries = await under.directory.entries();
  return entries.filter(({ dn }) => FIRST_ENTRIES.some((name) => dn.startsWith(`${name},`)));
}

test('the plan is what stands and what the request adds', async () => {
  await make(FIRST);

  const plan = await under.activities.proposeAccounts(SECOND);

  expect(plan.madeBy).toBe(FIRST.reference);
  expect(plan.people.map(({ id, exists }) => `${id} ${exists}`)).toEqual([
    'lee true',
    'cora true',
    'dana true',
    'rui.costa false',
    'nina.berg true',
  ]);
  const present = ['dana', 'nina.berg'];
  expect(plan.groups).toEqual([
    { role: 'leads', name: 'berth-payments-leads', members: ['lee'], existing: ['lee'] },
    {
      role: 'developers',
      name: 'berth-payments-developers',
      members: [...present, 'cora', 'rui.costa'],
      existing: present,
    },
    { role: 'viewers', name: 'berth-payments-viewers', members: [], existing: [] },
  ]);
  expect(await under.activities.checkAccountPlan({ request: SECOND, plan })).toEqual([]);
});

test('only what is new is made, once, and proven', async () => {
  await make(FIRST);
  const { plan, made } = await make(SECOND);

  expect(made).toEqual({
    created: [
      'user rui.costa',
      'membership of cora in berth-payments-developers',
      'membership of rui.costa in berth-payments-developers',
    ],
    toActivate: ['rui.costa'],
  });
  expect(await membersOf(DEVELOPERS)).toEqual(['Cora Lindt', 'Dana Field', 'nina.berg', 'rui.costa']);
  await under.directory.settle();
  expect(await under.activities.findReplicationGaps(plan)).toEqual([]);
  const writes = under.writes().length;
  expect((await make(SECOND)).made).toEqual(made);
  expect(await under.activities.proposeAccounts(SECOND)).toEqual(plan);
  expect(under.writes()).toHaveLength(writes);
});

test('undo takes back what the second request added and nothing of the first', async () => {
  await make(FIRST);
  const before = await ofTheFirst();
  const second = await make(SECOND);

  const undone = await undo(SECOND, second);

  expect(undone).toEqual([
    'took back: membership of cora in berth-payments-developers',
    'took back: membership of rui.costa in berth-payments-developers',
    'disabled and moved away: user rui.costa',
  ]);
  expect(before).toHaveLength(FIRST_ENTRIES.length);
  expect(await ofTheFirst()).toEqual(before);
  const writes = under.writes().length;
  expect(await undo(SECOND, second)).toEqual(undone);
  expect(under.writes()).toHaveLength(writes);
});

/** Loses the reply to the first write of each attempt that repeats none, so that each was once the last of an attempt. */
async function losingEveryReply(call: () => Promise<unknown>): Promise<number> {
  for (let lost = 0; ; lost += 1) {
    under.faults.clear();
    under.faults.add({ match: '^directory (add CN=|rename|modify (OU|CN=berth))', lostReply: true });
    const { type } = await failureOf(call());
    under.faults.clear();
    if (type === 'none') return lost;
    expect(type).toBe('Unavailable');
  }
}

test('joining and undo go on wherever a lost reply stopped them', async () => {
  const first = await make(FIRST);
  const plan = await under.activities.proposeAccounts(SECOND);
  const both = { reference: SECOND.reference, plan };

  expect(await losingEveryReply(() => under.activities.provisionAccounts(both))).toBe(6);
  expect(await membersOf(DEVELOPERS)).toEqual(['Cora Lindt', 'Dana Field', 'nina.berg', 'rui.costa']);
  expect(await losingEveryReply(() => under.activities.retireAccounts(both))).toBe(6);
  expect(await under.activities.retireAccounts(both)).toHaveLength(3);
  expect(await membersOf(DEVELOPERS)).toEqual(['Dana Field', 'nina.berg']);
  expect(await undo(FIRST, first)).toContain('moved away: OU payments');
});

test('undo of the first request leaves the project while the second needs it', async () => {
  const first = await make(FIRST);
  const second = await make(SECOND);

  const undone = await undo(FIRST, first);

  expect(undone).toEqual([
    expect.stringMatching(/^left: user nina\.berg, /),
    `left: OU payments and its groups, which ${SECOND.reference} needs`,
  ]);
  await under.directory.settle();
  expect(await under.activities.findReplicationGaps(second.plan)).toEqual([]);
  await undo(SECOND, second);
  expect(await undo(FIRST, first)).toContain('moved away: OU payments');
});

test('who came in since the plan was made stays; who was taken off the plan goes', async () => {
  await make(FIRST);
  const plan = await under.activities.proposeAccounts(SECOND);
  const third = { ...SECOND, reference: 'BR-1111111111', requester: 'ada@example.test', members: [] };
  await make(third);
  const groups = plan.groups.map((group) => ({ ...group, members: group.members.filter((id) => id !== 'dana') }));

  await under.activities.provisionAccounts({ reference: SECOND.reference, plan: { ...plan, groups } });

  expect(await membersOf(DEVELOPERS)).toEqual(['Ada Wirth', 'Cora Lindt', 'nina.berg', 'rui.costa']);
});

test('whom an edit takes off after a first attempt is taken out again', async () => {
  await make(FIRST);
  const { plan } = await make(SECOND);
  const groups = plan.groups.map((group) => ({ ...group, members: group.members.filter((id) => id !== 'cora') }));
  const edited = { ...plan, groups };
  expect(await under.activities.checkAccountPlan({ request: SECOND, plan: edited })).toEqual([]);

  await under.activities.provisionAccounts({ reference: SECOND.reference, plan: edited });

  expect(await membersOf(DEVELOPERS)).toEqual(['Dana Field', 'nina.berg', 'rui.costa']);
});

test('who does not lead the project may not open it', async () => {
  await make(FIRST);
  const lead = { lead: 'cora@example.test', leadId: 'cora' };

  const refused = await failureOf(under.activities.proposeAccounts({ ...SECOND, ...lead }));

  expect(refused).toMatchObject({ type: 'AccountConflict', nonRetryable: true });
  expect(refused.message).toContain(`made by ${FIRST.reference} and is led by Lee Marsh <lee@example.test>`);
  expect(refused.message).toContain('name one of its leads');
});

test('who leads through another group may open it', async () => {
  await make(FIRST);
  const lead = { lead: 'cora@example.test', leadId: 'cora' };
  const base = `OU=payments,OU=Projects,${under.directory.baseDn}`;
  await withDirectory(under.access, async (client) => {
    const cora = (await entryNamed(under.directory, 'CN=Cora Lindt'))?.dn ?? '';
    const architects = [attribute('objectClass', 'top', 'group'), attribute('sAMAccountName', 'architects')];
    await client.add(`CN=architects,${base}`, [...architects, attribute('member', cora)]);
    await client.modify(`CN=berth-payments-leads,${base}`, change('add', 'member', `CN=architects,${base}`));
  });

  const plan = await under.activities.proposeAccounts({ ...SECOND, ...lead });

  expect(plan.groups[0]?.members).toEqual(['lee']);
});

test('an OU that Berth did not make is nobody’s to join', async () => {
  const dn = `OU=payments,OU=Projects,${under.directory.baseDn}`;
  await withDirectory(under.access, (client) =>
    client.add(dn, [attribute('objectClass', 'top', 'organizationalUnit')]),
  );

  const refused = await failureOf(under.activities.proposeAccounts(SECOND));

  expect(refused).toMatchObject({ type: 'AccountConflict', nonRetryable: true });
});

test('a project that was undone since the plan was made is not made again under its first reference', async () => {
  const first = await make(FIRST);
  const plan = await under.activities.proposeAccounts(SECOND);
  await undo(FIRST, first);

  const refused = await failureOf(under.activities.provisionAccounts({ reference: SECOND.reference, plan }));

  expect(refused).toMatchObject({ type: 'AccountConflict', message: expect.stringContaining('does not stand') });
  expect(await entryNamed(under.directory, 'OU=payments')).toBeUndefined();
});

test('neither maker nor former members can be edited', async () => {
  const fresh = await under.activities.proposeAccounts(FIRST);
  const forgedMaker = { ...fresh, madeBy: SECOND.reference };
  expect(await problemsOf(FIRST, forgedMaker)).toEqual(['madeBy: payments is new']);
  await make(FIRST);
  const plan = await under.activities.proposeAccounts(SECOND);
  const { madeBy: _, ...without } = plan;
  const existing = plan.groups.map((group) => ({ ...group, existing: [] }));

  expect(await problemsOf(SECOND, without)).toEqual([`madeBy: payments was made by ${FIRST.reference}`]);
  expect(await problemsOf(SECOND, { ...plan, groups: existing })).toEqual([
    'groups[0].existing: berth-payments-leads has the members lee',
    'groups[1].existing: berth-payments-developers has the members dana, nina.berg',
  ]);
});

async function problemsOf(request: ServiceRequest, plan: Awaited<ReturnType<typeof make>>['plan']) {
  const problems = await under.activities.checkAccountPlan({ request, plan });
  return problems.map(({ where, what }) => `${where}: ${what}`);
}
