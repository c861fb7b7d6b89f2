import { defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { readableTime } from '../../domain/readable-time.ts';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.ts';
import { ABSENCES_MEMO } from '../messages.ts';
import type { PersonState } from './state.ts';

const WHO = defineSearchAttributeKey('BerthWaitingWho', SEARCH_ATTRIBUTES.BerthWaitingWho);

/** Makes absences readable without a worker, and findable by whoever stands in; what is shown already costs nothing. */
export function showPerson(id: string, { absences, nudges }: PersonState): void {
  const { memo, typedSearchAttributes } = workflowInfo();
  const isShown = JSON.stringify(memo?.[ABSENCES_MEMO] ?? []) === JSON.stringify(absences);
  if (!isShown) upsertMemo({ [ABSENCES_MEMO]: absences });
  const delegates = [...new Set(absences.flatMap(({ delegate }) => delegate ?? []))];
  const known = typedSearchAttributes.get(WHO) ?? [];
  if (JSON.stringify(known) !== JSON.stringify(delegates))
    upsertSearchAttributes([{ key: WHO, value: delegates.length > 0 ? delegates : null }]);
  const lines = absences.map(({ from, until, delegate }) => {
    const standIn = delegate === null ? 'nobody stands in' : `**${delegate}** stands in`;
    return `- away from ${readableTime(from)} until ${readableTime(until)}: ${standIn}`;
  });
  setCurrentDetails([`**${id}**`, ...lines, `${nudges.length} requests to be reminded of`].join('\n'));
}
