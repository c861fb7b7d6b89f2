import { demandLines, type ProposedChange } from './approval-text.ts';
import type { ChangePlan } from './change.ts';
import { quoted, table } from './markdown.ts';
import { introduction, machineLines } from './pull-request-text.ts';
import { describeLoss, removalOf } from './request.ts';

/** Everything the pull request of a decommission tells its reviewers. */
interface RemovalFacts {
  readonly input: ProposedChange;
  readonly plan: ChangePlan;
  readonly publicUrl?: string;
}

/** Only names that were checked: no free text of a person becomes part of a title. */
export const removalTitle = ({ input, plan }: RemovalFacts): string =>
  `${input.request.reference}: remove ${plan.environment}`;

/** What goes, in which order, what cannot be had back, and the machine's own lines at the end. */
export function removalBody(facts: RemovalFacts): string {
  const sections = [
    introduction(facts),
    lossText(facts),
    changeTable(facts),
    orderText(facts),
    decisionText(facts),
    machineLines(facts),
  ];
  return `${sections.join('\n\n')}\n`;
}

const lossText = ({ input }: RemovalFacts) => `**${quoted(describeLoss(removalOf(input.request)))}**`;

function changeTable({ input, plan }: RemovalFacts): string {
  const { cost } = plan;
  const items = input.selection.items.map(({ item }) => item).join(', ') || '–';
  const rows = [
    ['environment', plan.environment, '–'],
    ['placed on', plan.placements.map(({ cluster }) => cluster).join(', '), '–'],
    ['items', items, '–'],
    [`${cost.currency} a month`, cost.before.toFixed(2), cost.after.toFixed(2)],
  ];
  return `### What changes\n${table(['', 'before', 'after'], rows)}`;
}

function orderText({ plan }: RemovalFacts): string {
  return [
    '### What happens after the merge',
    '1. Flux removes what it made of this folder; its inventory is read until it is empty.',
    '2. Berth drops the Flux Kustomizations, by a pull request of its own, and reads until they are gone.',
    '3. The walls are removed - namespace, quota, policies, rights - and read until they are gone.',
    `4. Berth drops the files that are left of ${plan.environment}, by another pull request of its own.`,
    '5. With the last environment of a project go its groups, and the users made for it are disabled; its name is never used again.',
    '',
    `Berth's own pull requests only delete files that the request lists; anything else in them needs a person.`,
  ].join('\n');
}

function decisionText({ plan, input }: RemovalFacts): string {
  return [
    '### Decision',
    ...demandLines(input),
    `Whoever asked or started it cannot decide. A decision counts for spec \`${plan.specHash.slice(0, 14)}…\` only.`,
    'To cancel, close this pull request or withdraw the request. Once it is approved the removal only goes forward.',
  ].join('\n');
}
