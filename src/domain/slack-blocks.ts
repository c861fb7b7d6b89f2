/* What Berth says in Slack about a decision: the question with its buttons, and what became of it. */
import type { ApprovalStage } from './approval.ts';
import { describeBudget } from './budget-share.ts';
import type { ChangePlan, PullRequest } from './change.ts';
import { costChange, describeSelection, shortHash } from './change-text.ts';
import { VERDICTS, type Verdict } from './decision.ts';
import { describeLoss, type ServiceRequest } from './request.ts';
import { describeStandIn } from './seats.ts';
import type { Selection } from './selection.ts';
import {
  escapeMrkdwn,
  link,
  mrkdwn,
  plain,
  type SlackBlock,
  type SlackButton,
  type SlackText,
  section,
} from './slack-text.ts';

/** By which Berth finds its own message again. */
export interface SlackMetadata {
  readonly event_type: typeof METADATA_TYPE;
  readonly event_payload: { readonly reference: string; readonly what: string; readonly since?: string };
}
export const METADATA_TYPE = 'berth_request';

/** Action ids of the buttons, by what pressing them says. */
export const DECISION_ACTIONS: Readonly<Record<Verdict, string>> = {
  approve: 'berth:approve',
  reject: 'berth:reject',
  'request-changes': 'berth:request-changes',
};

/** What a button carries: which content at which stage its presser decides about. */
export interface DecisionTarget {
  readonly reference: string;
  readonly specHash: string;
  readonly stage: string;
}

/** Reads a button's action id and value; null when it is not one of ours. Who pressed it is Slack's to say. */
export function readDecisionButton(actionId: string, value: string): (DecisionTarget & { verdict: Verdict }) | null {
  const verdict = VERDICTS.find((v) => DECISION_ACTIONS[v] === actionId);
  const target = parseObject(value);
  const { reference, specHash, stage } = target ?? {};
  if (!verdict || typeof reference !== 'string' || typeof specHash !== 'string' || typeof stage !== 'string')
    return null;
  return { verdict, reference, specHash, stage };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Longest that a person's value may get: escaping makes at most five of one, and a field has room for 2,000. */
const LONGEST_FIELD = 350;

/** What of a stage is said in Slack. */
export type AskedStage = Pick<ApprovalStage, 'name' | 'why' | 'delegates'>;

export interface Question {
  readonly request: ServiceRequest;
  readonly selection: Selection;
  readonly plan: ChangePlan;
  readonly pullRequest: PullRequest;
  readonly stage: AskedStage;
  /** Why it is asked once more, if it is. */
  readonly again?: string;
  /** Page of the request. */
  readonly requestUrl: string;
}

/** Asks one approver, by directory id, to decide, with buttons. */
export function questionBlocks(question: Question, person: string): SlackBlock[] {
  const { request, pullRequest, requestUrl, stage, again } = question;
  const inPlaceOf = describeStandIn(person, stage);
  const links = `${link(pullRequest.url, `Pull request #${pullRequest.number}`)} · ${link(requestUrl, 'Request')}`;
  const { removes } = request;
  return [
    section(`*${escapeMrkdwn(questionText(question))}*`),
    ...(removes ? [section(`*${escapeMrkdwn(describeLoss(removes))}*`)] : []),
    ...(again === undefined ? [] : [section(`You are asked again: ${escapeMrkdwn(again)}`)]),
    ...(inPlaceOf === undefined ? [] : [section(`You decide for ${escapeMrkdwn(inPlaceOf)}`)]),
    ...(stage.why === '' ? [] : [section(`Why you: ${escapeMrkdwn(stage.why)}`)]),
    { type: 'section', fields: questionFacts(question) },
    section(links),
    { type: 'context', elements: [mrkdwn(`${request.reference}, asked for by ${escapeMrkdwn(request.requester)}`)] },
    { type: 'actions', block_id: ACTIONS_BLOCK, elements: buttons(question) },
  ];
}

/** The question in one line, for notifications. */
export const questionText = ({ request, plan, stage }: Question): string =>
  `${request.reference}: ${request.removes ? 'the removal of ' : ''}${plan.environment} needs your decision (${stage.name})`;

function questionFacts({ request, selection, plan }: Question): SlackText[] {
  const clusters = plan.placements.map((p) => p.cluster).join(', ');
  return [
    fact('Project', request.title ? `${request.title} (${request.project})` : request.project),
    fact('What', describeSelection(selection)),
    fact('Clusters', clusters),
    fact('Cost', costChange(plan.cost)),
    ...(plan.budgets ? [fact('Budget', plan.budgets.map(describeBudget).join('; '))] : []),
    fact('Spec', shortHash(plan.specHash)),
    ...(request.removes ? [] : [fact('Lease', plan.leaseEnd ? `until ${plan.leaseEnd}` : 'no end')]),
    fact('Reason', request.reason || 'none given'),
  ];
}

const buttons = ({ request, plan, stage }: Question): SlackButton[] =>
  decisionButtons(
    { reference: request.reference, specHash: plan.specHash, stage: stage.name },
    request.removes !== undefined,
  );

/** @param isRemoval of which nothing can be changed. */
export function decisionButtons(target: DecisionTarget, isRemoval: boolean): SlackButton[] {
  const button = (verdict: Verdict, label: string): SlackButton => ({
    type: 'button',
    action_id: DECISION_ACTIONS[verdict],
    text: plain(label),
    value: JSON.stringify(target),
  });
  return [
    { ...button('approve', 'Approve'), style: 'primary' },
    { ...button('reject', 'Reject'), style: 'danger' },
    ...(isRemoval ? [] : [button('request-changes', 'Request changes')]),
  ];
}

const ACTIONS_BLOCK = 'berth:decision';
const PROGRESS_BLOCK = 'berth:progress';
const OUTCOME_BLOCK = 'berth:outcome';

/** The same message with its buttons replaced by the outcome; a message that has one keeps only the new one. */
export function withOutcome(blocks: readonly SlackBlock[], outcome: string): SlackBlock[] {
  const replaced = [PROGRESS_BLOCK, OUTCOME_BLOCK];
  const kept = blocks.filter((b) => b.type !== 'actions' && !replaced.includes(b.block_id ?? ''));
  return [...kept, { ...section(escapeMrkdwn(outcome)), block_id: OUTCOME_BLOCK }];
}

/**
 * The same message with how far the decision is, in the place of what it said of that before; the buttons go where its
 * reader has `spoken`. A message that shows an outcome already stays as it is: progress may arrive late.
 */
export function withProgress(blocks: readonly SlackBlock[], progress: string, spoken: boolean): readonly SlackBlock[] {
  if (blocks.some((b) => b.block_id === OUTCOME_BLOCK)) return blocks;
  const kept = blocks.filter((b) => b.block_id !== PROGRESS_BLOCK && b.type !== 'actions');
  const buttonsLeft = spoken ? [] : blocks.filter((b) => b.type === 'actions');
  return [...kept, { ...section(escapeMrkdwn(progress)), block_id: PROGRESS_BLOCK }, ...buttonsLeft];
}

/** True when the message shows this outcome and no buttons. */
export function showsOutcome(blocks: readonly SlackBlock[], outcome: string): boolean {
  const shown = blocks.some(
    (b) => b.block_id === OUTCOME_BLOCK && 'text' in b && b.text.text === escapeMrkdwn(outcome),
  );
  return shown && blocks.every((b) => b.type !== 'actions');
}

/** A line for the team's channel. */
export function announcementBlocks(text: string, reference: string, requestUrl: string): SlackBlock[] {
  return [section(escapeMrkdwn(text)), { type: 'context', elements: [mrkdwn(link(requestUrl, reference))] }];
}

const fact = (label: string, value: string): SlackText => mrkdwn(`*${label}*\n${escapeMrkdwn(value, LONGEST_FIELD)}`);
