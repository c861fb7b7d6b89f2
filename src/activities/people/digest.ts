import type { Client } from '@temporalio/client';
import { memoOfRunning } from '../../clients/temporal.ts';
import { digestOf } from '../../domain/digest.ts';
import { requestWorkflowId } from '../../domain/naming.ts';
import type { RequestStatus } from '../../domain/status.ts';
import { STATUS_MEMO, WORKFLOWS } from '../../workflows/messages.ts';
import type { PersonActivities } from '../contracts.ts';
import { fewAtATime } from '../few-at-a-time.ts';
import type { NotificationDeps } from '../notification/deps.ts';
import { mailDigest } from '../notification/mail-digest.ts';
import { idsOf } from './staffing.ts';

export interface DigestDeps extends Pick<NotificationDeps, 'smtp' | 'mails' | 'findPerson'> {
  readonly config: Pick<NotificationDeps['config'], 'publicUrl' | 'smtp'>;
  readonly client: Client;
}

const READS_AT_A_TIME = 8;

/** Mails what waits for somebody at this moment, as the requests themselves say. */
export function createDigest(deps: DigestDeps): PersonActivities['sendDigest'] {
  const inTurn = fewAtATime(READS_AT_A_TIME);
  return async ({ person, nudges, at }) => {
    const listed = await idsOf(deps.client, WORKFLOWS.request, [person]);
    const ids = new Set([...listed, ...nudges.map(({ reference }) => requestWorkflowId(reference))]);
    const reads = [...ids].map((id) =>
      inTurn('request', () => memoOfRunning<RequestStatus>(deps.client, id, STATUS_MEMO)),
    );
    const statuses = (await Promise.all(reads)).filter((status) => status !== undefined);
    const items = digestOf(person, statuses, nudges);
    if (items.length > 0) await mailDigest(deps, { person, items, at });
    return items.map(({ reference }) => reference);
  };
}
