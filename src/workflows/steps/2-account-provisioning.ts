import { sleep } from '@temporalio/workflow';
import type { AccountPlan, AccountResult, ReplicationGap } from '../../domain/accounts.ts';
import type { Problem } from '../../domain/request.ts';
import { calendar, directory, notifications } from '../gateways.ts';
import { insist, needPerson, patiently } from '../insist.ts';
import { type Lifecycle, requestOf } from '../lifecycle.ts';
import { beside, deliver } from '../notify.ts';
import { takeTask } from '../tasks.ts';
import { keepTeam, takeBackTeam } from '../team.ts';
import { transition } from '../transitions.ts';
import { endIfWithdrawn, type Schedule, scheduleOf, showWait } from '../waiting.ts';

const DIRECTORY = 'the directory';

/** Support confirms the plan; OU, groups, accounts and memberships are made and proven on every directory server. */
export async function provisionAccounts(life: Lifecycle): Promise<void> {
  const plan = await settlePlan(life);
  life.accountPlan = plan;
  const { reference } = life.input;
  life.undo.drop('accounts');
  life.undo.drop('GitHub team');
  life.undo.register({
    what: 'GitHub team',
    run: () => takeBackTeam(life, plan),
  });
  life.undo.register({
    what: 'accounts',
    run: () => patiently(life, DIRECTORY, () => directory.retireAccounts({ reference, plan })),
  });
  const made = await insist(life, DIRECTORY, () => directory.provisionAccounts({ reference, plan }));
  transition(life, {}, made.created.length > 0 ? `Made ${made.created.join(', ')}` : 'Every account was there already');
  await proveEverywhere(life, plan);
  inviteNewPeople(life, plan, made);
  keepTeam(life, plan);
}

/** The plan as support confirms or edits it; an edit that cannot be carried out comes back with what is wrong. */
async function settlePlan(life: Lifecycle): Promise<AccountPlan> {
  let { plan, problems, settled } = await firstPlan(life);
  while (!settled) {
    const title = 'Support checks the account plan';
    const done = await takeTask(life, { id: 'accounts', queue: 'support', title, plan, problems });
    const unchecked = done.plan !== undefined || problems.length > 0;
    plan = done.plan ?? plan;
    problems = unchecked ? await checkPlan(life, plan) : [];
    settled = problems.length === 0;
  }
  return plan;
}

interface Proposal {
  readonly plan: AccountPlan;
  readonly problems: readonly Problem[];
  /** True when nobody has to look at it. */
  readonly settled: boolean;
}

/** The plan of a repair, checked like any edit; else the directory's proposal, which policy may let pass. */
async function firstPlan(life: Lifecycle): Promise<Proposal> {
  const edited = life.accountPlan;
  if (edited) {
    const problems = await checkPlan(life, edited);
    return { plan: edited, problems, settled: problems.length === 0 };
  }
  const plan = await proposePlan(life);
  return { plan, problems: [], settled: await calendar.confirmsItself(plan) };
}

const proposePlan = (life: Lifecycle) => insist(life, DIRECTORY, () => directory.proposeAccounts(requestOf(life)));

const checkPlan = (life: Lifecycle, plan: AccountPlan) =>
  insist(life, DIRECTORY, () => directory.checkAccountPlan({ request: requestOf(life), plan }));

const FIRST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60;

/** Goes on only when every configured directory server shows everything. */
async function proveEverywhere(life: Lifecycle, plan: AccountPlan): Promise<void> {
  let schedule: Schedule | undefined;
  for (let pause = FIRST_PAUSE_SECONDS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_SECONDS)) {
    const gaps = await insist(life, DIRECTORY, () => directory.findReplicationGaps(plan));
    if (gaps.length === 0) break;
    schedule ??= await scheduleOf('cluster');
    showGaps(life, gaps, schedule);
    await sleep(pause * 1000, { summary: 'Directory replication' });
    endIfWithdrawn(life);
    if (Date.now() < Date.parse(schedule.deadline)) continue;
    await needPerson(life, { type: 'Configuration', message: gapText(gaps) }, DIRECTORY);
    schedule = undefined;
  }
  transition(life, { waitingOn: null, phase: 'running' }, 'Accounts are proven on every directory server');
}

const gapText = (gaps: readonly ReplicationGap[]) =>
  `Waiting until ${gaps[0]?.server} shows ${gaps[0]?.name}${gaps.length > 1 ? ` and ${gaps.length - 1} more` : ''}`;

function showGaps(life: Lifecycle, gaps: readonly ReplicationGap[], times: Pick<Schedule, 'since' | 'deadline'>): void {
  const who = [...new Set(gaps.map((gap) => gap.server))];
  showWait(life, { kind: 'directory', who, text: gapText(gaps), next: 'operators are asked' }, times);
}

function inviteNewPeople(life: Lifecycle, plan: AccountPlan, made: AccountResult): void {
  const { reference } = life.input;
  for (const person of plan.people.filter((p) => made.toActivate.includes(p.id))) {
    const { id, mail, name } = person;
    const send = () => notifications.sendActivation({ reference, id, mail, name, project: plan.project });
    beside(life, deliver(life, { channel: 'mail', to: mail, what: 'activate-account' }, send));
  }
}
