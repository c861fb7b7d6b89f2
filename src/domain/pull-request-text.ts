import { cpuQuantity, memoryQuantity } from './amounts.ts';
import { demandLines, type ProposedChange } from './approval-text.ts';
import { describeBudget } from './budget-share.ts';
import type { ChangePlan } from './change.ts';
import { cell, quoted, table } from './markdown.ts';
import { pullRequestMarker } from './naming.ts';
import { requestUrl } from './page-url.ts';
import type { RecordFacts } from './render/records.ts';

/** Everything the pull request tells its reviewers. */
export interface ChangeFacts extends RecordFacts {
  readonly input: ProposedChange;
  readonly plan: ChangePlan;
  readonly publicUrl?: string;
}

/** Only names that were checked: no free text of a person becomes part of a title. */
export function pullRequestTitle({ input, plan }: ChangeFacts): string {
  const { size, regions } = input.selection;
  return `${input.request.reference}: ${plan.environment}, size ${size}, ${regions.toSorted().join(' and ')}`;
}

/** The description: what, why, how much, who decides, and the machine's own lines in comments at the end. */
export function pullRequestBody(facts: ChangeFacts): string {
  const sections = [
    introduction(facts),
    changeTable(facts),
    costTable(facts),
    fileList(facts),
    decisionText(facts),
    inheritedTable(facts),
    machineLines(facts),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Who asks for what project, and why. */
export function introduction({ input, publicUrl }: Pick<ChangeFacts, 'input' | 'publicUrl'>): string {
  const { request } = input;
  const { reference, source } = request;
  const link = publicUrl === undefined ? reference : `[${reference}](${requestUrl({ publicUrl }, reference)})`;
  const starter = source.startedBy === undefined ? '' : `, started on their behalf by ${quoted(source.startedBy)}`;
  return [
    `**Request** ${link} from ${quoted(request.requester)}${starter}`,
    `**Project** ${quoted(request.project)} ${quoted(request.title)}, cost centre ${quoted(request.costCentre)}`,
    `**Lead** ${quoted(request.lead)}`,
    `**Reason** ${quoted(request.reason)}`,
  ].join('  \n');
}

function changeTable({ plan, input, items, placements }: ChangeFacts): string {
  const where = placements.map(({ placement }) => placement.cluster).join(', ');
  const first = placements[0];
  const size = first
    ? `${input.selection.size}: ${cpuQuantity(first.size.cpu)} CPU, ${memoryQuantity(first.size.memoryGiB)} memory, ${memoryQuantity(first.size.storageGiB)} storage`
    : input.selection.size;
  const rows = [
    ['environment', '–', plan.environment],
    ['placed on', '–', where],
    ['size on each', '–', size],
    ['lives until', '–', plan.leaseEnd ?? 'no end'],
    ...items.map(({ item, key, parameters }) => [
      key,
      '–',
      `${item.name}@${item.version}${Object.keys(parameters).length === 0 ? '' : ` ${cell(JSON.stringify(parameters))}`}`,
    ]),
  ];
  return `### What changes\n${table(['', 'before', 'after'], rows)}`;
}

function costTable({ plan, placements }: ChangeFacts): string {
  const { cost } = plan;
  const money = (amount: number) => amount.toFixed(2);
  const rows = [
    ...placements.map(({ placement, monthlyCents }) => [placement.cluster, '', money(monthlyCents / 100), '', '']),
    ['**total**', money(cost.before), money(cost.after), signed(cost.delta), signed(cost.delta * 12)],
  ];
  const head = [`${cost.currency} a month`, 'before', 'after', 'difference', 'a year'];
  const budgets = (plan.budgets ?? []).map((share) => `\n- ${quoted(describeBudget(share))}`).join('');
  return `### Cost (estimate, price book ${cell(cost.priceBook)})\n${table(head, rows)}${budgets && `\n${budgets}`}`;
}

function signed(amount: number): string {
  return `${amount > 0 ? '+' : ''}${amount.toFixed(2)}`;
}

function fileList({ plan, placements }: ChangeFacts): string {
  const objects = placements.reduce((sum, { items }) => sum + items.flatMap((item) => item.objects).length, 0);
  const lines = plan.paths.map((path) => `- ${path}`).join('\n');
  return `<details><summary>${plan.paths.length} files, ${objects} objects of items beside the walls</summary>\n\n${lines}\n\n</details>`;
}

function decisionText({ plan, input }: ChangeFacts): string {
  return [
    '### Decision',
    ...demandLines(input),
    `Whoever asked, started or edited it cannot decide. This is spec \`${plan.specHash.slice(0, 14)}…\`; where a stage's content, cost or`,
    'placement becomes another, its decisions are void. The check `berth/approval` shows how it stands.',
    'Checked before this was opened: parameters against their schemas, regions and sizes, quotas of the levels above, capacity.',
    '',
    'Risk: new objects in a namespace of their own; nothing that stands is touched. To cancel, close this pull request or',
    'withdraw the request; after the merge Berth proposes a revert.',
  ].join('\n');
}

function inheritedTable({ placements }: ChangeFacts): string {
  const origins = placements[0]?.inherited.origins ?? [];
  if (origins.length === 0) return '';
  const rows = origins.map(({ line, value, from }) => [cell(line), cell(value), cell(from)]);
  return `### Inherited\n${table(['line', 'value', 'from'], rows)}`;
}

/** By which Berth finds the pull request again. */
export function machineLines({ input, plan }: Pick<ChangeFacts, 'input' | 'plan'>): string {
  return `${pullRequestMarker(input.request.reference)}\n<!-- berth-spec: ${plan.specHash} -->`;
}
