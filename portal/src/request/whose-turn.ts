import { queueName } from '../../../src/domain/naming.ts';
import { hasName } from '../../../src/domain/same-name.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import type { Me } from '../me.ts';

/** Whose turn it is with a request, seen by somebody. */
export type Turn = 'yours' | 'people' | 'systems' | 'mending' | 'berth' | 'good' | 'ended';

type Whom = Pick<Me, 'id' | 'mail' | 'queues'>;

/** Whether a request waits for this person, or for a queue they serve. */
export const waitsFor = (who: readonly string[], { id, mail, queues }: Whom): boolean =>
  [id, mail, ...queues.map(queueName)].some((name) => hasName(who, name));

export function turnOf({ phase, waitingOn }: Pick<RequestStatus, 'phase' | 'waitingOn'>, me: Whom | undefined): Turn {
  if (phase === 'ready' || phase === 'removed') return 'good';
  if (waitingOn && me && waitsFor(waitingOn.who, me)) return 'yours';
  if (phase === 'needs-person') return 'mending';
  if (waitingOn) return waitingOn.kind === 'person' ? 'people' : 'systems';
  return phase === 'running' || phase === 'undoing' || phase === 'waiting' ? 'berth' : 'ended';
}
