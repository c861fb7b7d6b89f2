import { readableTime } from './readable-time.ts';
import type { RequestStatus } from './status.ts';
import { STEP_TITLES } from './steps.ts';

/** How far a step is, as one character. */
export const STEP_MARKS = { pending: '·', running: '▸', done: '✓', skipped: '–', failed: '✗' } as const;

/** The status in a few lines of Markdown, the same words on every surface (Temporal UI, CLI, pull request). */
export function describeStatus(status: RequestStatus): string {
  const steps = status.steps.map((s) => `${STEP_MARKS[s.status]} ${STEP_TITLES[s.name]}`).join('  ');
  return [
    `**${status.reference}** ${headline(status)}`,
    steps,
    ...waiting(status),
    ...failed(status),
    ...incident(status),
    ...undone(status),
  ].join('\n\n');
}

function headline(status: RequestStatus): string {
  const environment = status.plan?.environment ?? status.request?.project;
  return `${environment ? `${environment}: ` : ''}${status.phase}, at ${STEP_TITLES[status.step]}`;
}

function waiting({ waitingOn }: RequestStatus): string[] {
  if (!waitingOn) return [];
  return [
    `Waiting for ${waitingOn.who.join(', ') || waitingOn.kind}: ${waitingOn.text}`,
    `Since ${readableTime(waitingOn.since)}, until ${readableTime(waitingOn.deadline)}; then: ${waitingOn.next}`,
  ];
}

/** A failure that is waited about is said there already. */
function failed({ failure, waitingOn }: RequestStatus): string[] {
  return failure && !waitingOn ? [`${failure.type}: ${failure.message}`] : [];
}

/** By which whoever mends it finds the others that it stops. */
function incident({ failure }: RequestStatus): string[] {
  return failure?.incident ? [`Incident: ${failure.incident}`] : [];
}

function undone({ undo }: RequestStatus): string[] {
  const undoneLines = undo.undone.map((line) => `- undone: ${line}`);
  const leftLines = undo.left.map((line) => `- left: ${line}`);
  return undoneLines.length + leftLines.length > 0 ? [[...undoneLines, ...leftLines].join('\n')] : [];
}
