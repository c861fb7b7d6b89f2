import { toward } from '../../scripts/demo/people.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import type { StackClusterPart } from '../../stack/cluster/cluster.ts';
import { wholeFile } from '../support/fixture.ts';
import { forceUnlock } from '../support/force-unlock.ts';
import { compare } from '../support/kill-suite.ts';
import { playOnStack, postArrived, type StackOutcome, type StackPlay, withoutName } from '../support/stack-play.ts';
import { startStackStage } from '../support/stack-stage.ts';
import { after, killApply, untilFelt, type Victim } from '../support/stack-strikes.ts';

const stage = wholeFile(() => startStackStage({ clusters: ['cluster-east-prod', 'cluster-west-prod'] }));

const DATABASE = { item: 'postgresql', parameters: { version: '16', storage: '10Gi' } };
const ready = toward('ready', { stage: 'prod', regions: ['east', 'west'], size: 'S', items: [DATABASE] });
const STATE = 'cluster-west-prod/beset-prod';
const MAILBOX = 'mailbox:requests';
const LIMIT_MS = 900_000;

const samba = (): Victim => ({
  kill: () => stage.sandbox.stack.directory.kill(),
  restart: () => stage.sandbox.stack.directory.start(),
});
const dovecot = () => stage.sandbox.stack.mail.dovecot;
function postfix(): Victim {
  const { postfix: server } = stage.sandbox.stack.mail;
  if (!server) throw new Error('Postfix needs root');
  return server;
}
function partOf(cluster: string, part: StackClusterPart): Victim {
  const found = stage.sandbox.stack.clusters.get(cluster);
  if (!found) throw new Error(`no ${cluster}`);
  return found.services[part];
}

/** Kills, and brings back when a call of the workflow has failed. */
async function strike(victim: Victim, workflowId: string): Promise<void> {
  await victim.kill();
  await untilFelt(stage, workflowId);
  await victim.restart();
}

async function strikeAtOnce(victim: Victim): Promise<void> {
  await victim.kill();
  await victim.restart();
}

/** Each happens once, in this order, as soon as its moment has come. */
type Happening = readonly [when: (status: RequestStatus | undefined) => boolean, happens: () => Promise<void>];

function inOrder(happenings: readonly Happening[]) {
  const left = [...happenings];
  return {
    left,
    look: async (status: RequestStatus | undefined) => {
      const [first] = left;
      if (!first?.[0](status)) return;
      left.shift();
      await first[1]();
    },
  };
}

/** Two looks: people have sent the mail at the first. */
const onceMailed = () => {
  let looks = 0;
  return () => ++looks > 1;
};
const at = (step: RequestStatus['step']) => (status: RequestStatus | undefined) => status?.step === step;
const isLocked = (status: RequestStatus | undefined) => /tofu force-unlock/.test(status?.waitingOn?.text ?? '');
const isRetried = (status: RequestStatus | undefined) => status?.waitingOn?.kind === 'retry';

const play = async (order: StackPlay) =>
  withoutName(await playOnStack(stage, { ...order, arrived: () => postArrived(stage) }), order.project);

let calm: StackOutcome;

test(
  'nothing dies: what the others are held to',
  async () => {
    calm = await play({ project: 'undisturbed', next: ready });
    expect(calm.status.phase).toBe('ready');
  },
  LIMIT_MS,
);

test(
  'Dovecot dies in step 1, Samba in 2, an API server in 6, both controllers of Flux in 7, Postfix in 8',
  async () => {
    const east = partOf('cluster-east-prod', 'kube-apiserver');
    const flux = [
      partOf('cluster-east-prod', 'source-controller'),
      partOf('cluster-west-prod', 'kustomize-controller'),
    ];
    const dying = inOrder([
      [onceMailed(), () => strike(dovecot(), MAILBOX)],
      [at('RESOURCE_DEPLOYMENT'), async () => void (await Promise.all([postfix().kill(), ...flux.map(strikeAtOnce)]))],
      [at('NOTIFICATION'), () => postfix().restart()],
    ]);
    const confirmed = after(ready, /^claims the account task/, (id) => strike(samba(), id));
    const next = after(confirmed, /^approves/, (id) => strike(east, id));

    const shaken = await play({ project: 'stricken', next, look: dying.look });

    expect(shaken.status).toMatchObject({ phase: 'ready', failure: null });
    expect(dying.left).toEqual([]);
    expect(compare(calm, shaken)).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'Postfix dies in step 1, the worker in 2, OpenTofu in 6, etcd in 7, Dovecot in 8',
  async () => {
    const west = partOf('cluster-west-prod', 'etcd');
    const dying = inOrder([
      [(status) => status !== undefined, () => strikeAtOnce(postfix())],
      // A killed apply leaves its lock; whose it is, Berth says, and an operator releases it.
      [isLocked, () => forceUnlock(stage.sandbox.stack.tofu, STATE)],
      [at('RESOURCE_DEPLOYMENT'), () => west.kill()],
      // Step 8 may be over between two looks, so Dovecot, by which Postfix knows its users, is dead before it begins.
      [isRetried, async () => void (await Promise.all([dovecot().kill(), west.restart()]))],
      [at('NOTIFICATION'), () => dovecot().restart()],
    ]);
    const confirmed = after(ready, /^claims the account task/, async () => stage.replaceWorker());
    const next = after(confirmed, /^approves/, () => killApply(stage.sandbox.stack.tofu, STATE));

    const shaken = await play({ project: 'beset', next, look: dying.look });

    expect(shaken.status).toMatchObject({ phase: 'ready', failure: null });
    expect(dying.left).toEqual([]);
    expect(compare(calm, shaken)).toEqual([]);
  },
  LIMIT_MS,
);
