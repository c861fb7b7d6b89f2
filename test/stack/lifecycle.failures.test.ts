/*
 * Requests that meet one failure after the other, each made for real: what Berth says of it and to whom, that whoever
 * owns the cause mends it and says `retry`, and that the request then becomes ready. docs/failures.md lists them all.
 */
import { REQUESTS_MAILBOX } from '../../sandbox/sandbox.ts';
import { toward } from '../../scripts/demo/people.ts';
import type { Delivery, RequestStatus, WaitingOn } from '../../src/domain/status.ts';
import { wholeFile } from '../support/fixture.ts';
import { playOnStack, postArrived } from '../support/stack-play.ts';
import { answerForLee, directoryTroubles, setDanasSpace, spoilDirectory } from '../support/stack-spoiled-accounts.ts';
import { clusterTroubles, spoilCluster, squeeze } from '../support/stack-spoiled-cluster.ts';
import { startStackStage } from '../support/stack-stage.ts';
import { before } from '../support/stack-strikes.ts';
import { callsForHelp, type Met, needing, repairing, shownOf } from '../support/stack-troubles.ts';

const EAST = 'cluster-east-prod';
const LIMIT_MS = 900_000;
/** Of a message that may be long. */
const SHOWN = 60;

/** Operators are asked after seconds about what they are usually given an hour for. */
const stage = wholeFile(() =>
  startStackStage({ clusters: [EAST], config: { waits: { cluster: { deadline: '8s' } } } }),
);

const NINA = 'nina.berg@example.test';
const failed = ({ deliveries }: RequestStatus): Delivery[] => deliveries.filter(({ outcome }) => outcome === 'failed');
const undelivered = (what: string, to: string, note: RegExp) =>
  ({ channel: 'mail', what, to, outcome: 'failed', note: expect.stringMatching(note) }) as const;

const byName = (one: { readonly what: string }, other: { readonly what: string }) => (one.what < other.what ? -1 : 1);

/** The team's channel was told of each, and the requester each time that it is held up. */
async function expectCalls(status: RequestStatus, met: readonly Met[]): Promise<void> {
  const { channel, mails } = await callsForHelp(stage, status);
  for (const { message } of met) {
    expect(channel).toContainEqual(expect.stringContaining(message.slice(0, SHOWN)));
  }
  expect(mails).toBeGreaterThanOrEqual(met.length);
}

test(
  'accounts and mail: a name taken, no right, no password good enough; a full mailbox, a busy one, none, one whose owner is away',
  async () => {
    const { directory, mail } = stage.sandbox.stack;
    const accounts = repairing(stage, directoryTroubles(directory));
    mail.dovecot.setSieve('lee@example.test', 'require ["vacation"];\nvacation :days 1 "I am away until Monday.";\n');
    await setDanasSpace(mail, 100);
    let hasSpace = false;
    let busy: WaitingOn | undefined;
    const spoiled = before(
      toward('ready', { stage: 'prod', regions: ['east'], size: 'S', items: [] }),
      /^claims the account task/,
      () => spoilDirectory(directory),
    );
    const people = before(spoiled, /^approves/, async () => answerForLee(mail, '450 4.2.1 Try again later'));

    const { status, world } = await playOnStack(stage, {
      project: 'staffed',
      newcomer: NINA,
      repairs: true,
      arrived: () => postArrived(stage),
      // Support has time: nobody goes on before Dana has seen that her mail comes back.
      next: (around, status) => (hasSpace ? people(around, status) : undefined),
      look: async (status) => {
        await accounts.look(status);
        if (!hasSpace && status && failed(status).length > 0) {
          await setDanasSpace(mail);
          hasSpace = true;
        }
        if (busy || status?.step !== 'NOTIFICATION' || status.waitingOn?.kind !== 'retry') return;
        busy = status.waitingOn;
        answerForLee(mail);
      },
    });

    expect(status).toMatchObject({ phase: 'ready', failure: null, undo: { undone: [], left: [] } });
    expect(accounts.left).toEqual([]);
    expect(accounts.met.map(shownOf)).toEqual([
      needing('an account of that name, not ours', 'AccountConflict', 'support'),
      needing('no right to make users', 'Forbidden', 'operators'),
      needing('no password is good enough', 'Configuration', 'operators'),
    ]);
    await expectCalls(status, accounts.met);
    const developers = expect.stringMatching(/^CN=berth-staffed-developers,.*\| CN=nina\.berg,CN=Users,/);
    expect(world.directory).toContainEqual(developers);

    expect(busy).toMatchObject({ who: ['mail', 'Slack'], next: 'what is not delivered is recorded' });
    expect(failed(status)).toEqual([
      undelivered('received', 'dana@example.test', /552 5\.2\.2 .*[Qq]uota exceeded/),
      undelivered('activate-account', NINA, /550 5\.1\.1/),
      undelivered('ready', NINA, /550 5\.1\.1/),
    ]);
    const told = Object.keys(world.messages).filter((marker) => /^mail .*\.ready\./.test(marker));
    expect(told).toEqual([expect.stringMatching(/^mail dana /), expect.stringMatching(/^mail lee /)]);
    // The bounce was understood, and Lee's machine did not answer ours.
    expect(mail.count(REQUESTS_MAILBOX.address, 'INBOX')).toBe(0);
    expect(mail.count(REQUESTS_MAILBOX.address, 'Ignored')).toBe(0);
  },
  LIMIT_MS,
);

test(
  'clusters and Flux: a right taken, Git down, broken YAML, a missing kind, quota, policy, nothing becomes ready',
  async () => {
    const cluster = repairing(stage, clusterTroubles(stage.sandbox));
    const items = [
      { item: 'cache', parameters: {} },
      { item: 'postgresql', parameters: { version: '16', storage: '10Gi' } },
    ];
    const selection = { stage: 'prod', regions: ['east'], size: 'M', items };
    let squeezed: Promise<void> | undefined;

    const { status } = await playOnStack(stage, {
      project: 'orders',
      repairs: true,
      next: before(toward('ready', selection), /^approves/, () => spoilCluster(stage.sandbox)),
      look: async (status) => {
        if (status?.step === 'RESOURCE_DEPLOYMENT') await (squeezed ??= squeeze(stage.sandbox));
        await cluster.look(status);
      },
    });

    expect(status).toMatchObject({ phase: 'ready', failure: null });
    expect(cluster.left).toEqual([]);
    const expected = [
      needing('Berth may not write quotas', 'Forbidden', 'operators'),
      needing('Git is down', 'DeploymentFailed', 'operators'),
      needing('broken YAML of somebody else', 'DeploymentFailed', 'operators'),
      needing('a quota that is used up', 'DeploymentFailed', 'operators'),
      needing('a kind that is not installed', 'DeploymentFailed', 'operators'),
      needing('a policy that says no', 'DeploymentFailed', 'operators'),
      needing('a workload that does not become ready', 'DeploymentFailed', 'operators'),
    ];
    // Which of two things that are wrong at once Flux tells first is its own business.
    expect(cluster.met.map(shownOf).toSorted(byName)).toEqual(expected.toSorted(byName));
    await expectCalls(status, cluster.met);
  },
  LIMIT_MS,
);
