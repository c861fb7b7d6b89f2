/* One environment by Berth: a mail, people who answer at once, and the times of its steps. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { mailRequest } from '../../scripts/demo/mail.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { Selection } from '../../src/domain/selection.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import type { StepName } from '../../src/domain/steps.ts';
import { requestMail } from '../support/stack-play.ts';
import { attend } from './berth.ts';
import type { DeployStage } from './deploy-stage.ts';
import type { HistoryEvent } from './follow.ts';

/** Milliseconds of one request. */
export interface BerthTimes {
  /** When GitHub had merged, since the epoch. */
  readonly mergedAt: number;
  readonly mailToReady: number;
  readonly mergeToReady: number;
  /** What the time from merge to ready went into. */
  readonly parts: Readonly<Record<BerthPart, number>>;
}

/** Until the request hears of the merge; steps 6, 7 and 8. */
export type BerthPart = 'heard' | 'infrastructure' | 'deployment' | 'notification';

export interface DeployedByBerth {
  readonly times: BerthTimes;
  readonly status: RequestStatus;
}

/** A deployment, so that Flux has to wait until something runs. */
const SELECTION: Selection = {
  stage: 'prod',
  regions: ['west'],
  size: 'XS',
  items: [{ item: 'cache', parameters: {} }],
};

/** Carries a request from its mail to ready, and on to its close. @throws Error as `attend` */
export async function deployByBerth(stage: DeployStage, project: string): Promise<DeployedByBerth> {
  const { client, config, around } = stage;
  const mailFile = join(stage.folder, `${project}.eml`);
  writeFileSync(mailFile, requestMail({ project }));
  const mailed = Date.now();
  await mailRequest(around, mailFile);
  const workflowId = requestWorkflowId(referenceOf(`requests:<${project}@example.test>`));
  await untilStarted(client, workflowId);
  const { ready } = await attend(client, config.auth.decisionKey, { workflowId, selection: SELECTION });
  const mergedAt = stage.mergedAt.get(ready.status.pullRequest?.number ?? 0) ?? Number.NaN;
  const readyAt = timeOf(ready.event);
  return {
    status: ready.status,
    times: {
      mergedAt,
      mailToReady: readyAt - mailed,
      mergeToReady: readyAt - mergedAt,
      parts: partsOf(ready.status, mergedAt),
    },
  };
}

function partsOf({ steps }: RequestStatus, mergedAt: number): BerthTimes['parts'] {
  const at = (name: StepName, end: 'startedAt' | 'endedAt') =>
    Date.parse(steps.find((step) => step.name === name)?.[end] ?? '');
  const took = (name: StepName) => at(name, 'endedAt') - at(name, 'startedAt');
  return {
    heard: at('INFRA_AUTOMATION', 'startedAt') - mergedAt,
    infrastructure: took('INFRA_AUTOMATION'),
    deployment: took('RESOURCE_DEPLOYMENT'),
    notification: took('NOTIFICATION'),
  };
}

const LOOK_EVERY_MS = 50;
/** A mail that began no request is looked for no longer. */
const READ_WITHIN_MS = 600_000;

/** Resolves when Berth has read the mail. */
async function untilStarted(client: Client, workflowId: string): Promise<void> {
  const deadline = Date.now() + READ_WITHIN_MS;
  const handle = client.workflow.getHandle(workflowId);
  for (;;) {
    try {
      await handle.describe();
      return;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || Date.now() > deadline) throw error;
      await delay(LOOK_EVERY_MS);
    }
  }
}

const timeOf = ({ eventTime }: HistoryEvent) =>
  Number(eventTime?.seconds ?? Number.NaN) * 1000 + (eventTime?.nanos ?? 0) / 1e6;
