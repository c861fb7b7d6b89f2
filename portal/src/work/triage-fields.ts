import type { RequestDraft } from '../../../src/domain/request.ts';
import { written } from '../written.ts';

/** A draft as the form has it: every field is there. */
export interface TriageFields {
  readonly project: string;
  readonly title: string;
  readonly lead: string;
  readonly costCentre: string;
  readonly members: readonly string[];
  readonly reason: string;
  /** What is to go; of a decommission only. */
  readonly environment: string;
  /** Null: the requester is asked to choose. */
  readonly chosen: Chosen | null;
}

export interface Chosen {
  readonly stage: string;
  readonly regions: readonly string[];
  readonly size: string;
  /** As they were written. */
  readonly items: readonly unknown[];
}

export const NOTHING_CHOSEN: Chosen = { stage: '', regions: [], size: '', items: [] };

export const fieldsOf = (draft: RequestDraft): TriageFields => ({
  project: draft.project ?? '',
  title: draft.title ?? '',
  lead: draft.lead ?? '',
  costCentre: draft.costCentre ?? '',
  members: draft.members ?? [],
  reason: draft.reason ?? '',
  environment: draft.environment ?? '',
  chosen: draft.environments?.[0] === undefined ? null : chosenOf(draft.environments[0]),
});

/** Whatever stands there was written by somebody: only what can be meant is taken over. */
function chosenOf(written: unknown): Chosen {
  const { stage, regions, size, items } = (typeof written === 'object' && written !== null ? written : {}) as Record<
    string,
    unknown
  >;
  return {
    stage: textOf(stage),
    regions: (Array.isArray(regions) ? regions : [regions]).map(textOf).filter((name) => name !== ''),
    size: textOf(size),
    items: Array.isArray(items) ? items : [],
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The completed draft; what is empty is left out, and what was written stays with it. */
export function draftOf(fields: TriageFields, { kind, requester, text }: RequestDraft): RequestDraft {
  const { members, chosen, environment, ...texts } = fields;
  const kept = { kind, requester, ...(text === undefined ? {} : { text }) };
  const reason = written({ reason: texts.reason });
  if (kind === 'decommission') return { ...kept, ...written({ environment }), ...reason };
  return {
    ...kept,
    ...written(texts),
    ...(members.length > 0 ? { members } : {}),
    ...(chosen ? { environments: [chosen] } : {}),
  };
}

/** How an item that was written is called, for people. */
export function itemName(item: unknown): string {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object' || item === null) return '?';
  return 'item' in item ? textOf(item.item) : (Object.keys(item)[0] ?? '?');
}
