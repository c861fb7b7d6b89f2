import { type Act, openActs } from '../domain/acts.ts';
import type { RequestStatus } from '../domain/status.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { mayDo } from './rights.ts';

/** What the caller may do about a request as it stands, and where Temporal shows it. */
export interface RequestActs {
  readonly may: readonly Act[];
  /** Address of its page in Temporal UI; null where none is configured. */
  readonly temporal: string | null;
}

export function requestActs({ config }: Pick<ApiDeps, 'config'>, caller: Caller, status: RequestStatus): RequestActs {
  const may = openActs(status, caller.person.id).filter((act) => mayDo(act, caller, status));
  return { may, temporal: temporalPage(config, status.workflowId) };
}

function temporalPage({ temporal: { uiUrl, namespace } }: ApiDeps['config'], workflowId: string): string | null {
  if (uiUrl === undefined) return null;
  const path = `namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
  return `${uiUrl.replace(/\/$/, '')}/${path}`;
}
