import { defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Absence } from '../../domain/absence.ts';
import { readableTime } from '../../domain/readable-time.ts';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.ts';
import { ABSENCES_MEMO } from '../messages.ts';
import { enteredIn, type PersonState } from './state.ts';

const WHO = defineSearchAttributeKey('BerthWaitingWho', SEARCH_ATTRIBUTES.BerthWaitingWho);

/** With what is still to be looked at, at once: whoever reads it looks at the proofs. */
export function shownOf({ absences, heard }: Pick<PersonState, 'absences' | 'heard'>): Absence[] {
  const ended = new Set(heard.flatMap((word) => ('ends' in word ? word.ends.id : [])));
  return [...absences, ...enteredIn(heard)].filter(({ id }) => !ended.has(id));
}

/** Makes absences readable without a worker, and findable by whoever stands in; what is shown already costs nothing. */
export function showPerson(id: string, state: PersonState): void {
  const { nudges } = state;
  const { memo, typedSearchAttributes } = workflowInfo();
  const shown = shownOf(state);
  const isShown = JSON.stringify(memo?.[ABSENCES_MEMO] ?? []) === JSON.stringify(shown);
  if (!isShown) upsertMemo({ [ABSENCES_MEMO]: shown });
  const delegates = [...new Set(shown.flatMap(({ delegate }) => delegate ?? []))];
  const known = typedSearchAttributes.get(WHO) ?? [];
  if (JSON.stringify(known) !== JSON.stringify(delegates))
    upsertSearchAttributes([{ key: WHO, value: delegates.length > 0 ? delegates : null }]);
  const lines = shown.map(({ from, until, delegate }) => {
    const standIn = delegate === null ? 'nobody stands in' : `**${delegate}** stands in`;
    return `- away from ${readableTime(from)} until ${readableTime(until)}: ${standIn}`;
  });
  setCurrentDetails([`**${id}**`, ...lines, `${nudges.length} requests to be reminded of`].join('\n'));
}
