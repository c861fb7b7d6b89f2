import type { LedgerDecision, LedgerEntry } from './ledger.ts';
import { nameOf } from './seats.ts';
import { STEP_MARKS } from './status-text.ts';
import { STEP_TITLES } from './steps.ts';

/** A closed request in a few lines, for a terminal. */
export function describeEntry(entry: LedgerEntry): string {
  return [
    headline(entry),
    asked(entry),
    entry.steps.map(({ name, status }) => `${STEP_MARKS[status]} ${STEP_TITLES[name]}`).join('  '),
    ...entry.decisions.map(decided),
    ...made(entry),
    ...entry.undone.map((line) => `- undone: ${line}`),
    ...entry.left.map((line) => `- left: ${line}`),
  ].join('\n');
}

/** One line of a list. */
export function headline({ reference, environment, project, outcome, closedAt }: LedgerEntry): string {
  const of = environment ?? project;
  return `${reference} ${of ? `${of}: ` : ''}${outcome} on ${closedAt}`;
}

function asked({ kind, requester, startedBy, channel, openedAt, lead }: LedgerEntry): string {
  const starter = startedBy && startedBy !== requester ? `, started by ${startedBy}` : '';
  const led = lead ? `, lead ${lead}` : '';
  return `${kind}, asked for by ${requester ?? 'somebody unknown'} by ${channel} on ${openedAt}${starter}${led}`;
}

function decided({
  person,
  verdict,
  channel,
  at,
  specHash,
  counts,
  refusal,
  reason,
  for: seat,
}: LedgerDecision): string {
  const worth = counts ? '' : `, did not count: ${refusal ?? ''}`;
  return `${nameOf(person, seat ?? person)}: ${verdict} by ${channel} on ${at} about ${specHash}${reason ? ` ("${reason}")` : ''}${worth}`;
}

function made({ mergeSha, pullRequest, cost, leaseEnd, placements }: LedgerEntry): string[] {
  const merge = mergeSha ? [`merged as ${mergeSha}${pullRequest ? ` (#${pullRequest})` : ''}`] : [];
  const price = cost ? [`${cost.after} ${cost.currency} a month, lease: ${leaseEnd ?? 'no end'}`] : [];
  return [...merge, ...price, ...placements.map(({ cluster, state }) => `${cluster}: ${state}`)];
}
