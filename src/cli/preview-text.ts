import { describeDeciders } from '../domain/approval-text.ts';
import { describeBudget } from '../domain/budget-share.ts';
import type { ChangePlan } from '../domain/change.ts';
import { problemLine } from '../domain/problem-text.ts';
import { describeRoom } from '../domain/render/room.ts';
import type { PreviewedFile, ShownPreview } from '../intake/preview.ts';

/** A preview as people read it in a terminal. */
export function describePreview({ problems, request, change, room = [], approval = [] }: ShownPreview): string {
  const wrong = problems.map((problem) => `  ${problemLine(problem)}`);
  const stages = approval.map((stage) => `  ${describeDeciders(stage)}`);
  return [
    ...(request ? [`${request.title} (${request.project}) for ${request.requester}, led by ${request.lead}`] : []),
    ...section('To be mended first:', wrong),
    ...(change ? [describePlan(change.plan)] : []),
    ...section(
      'Room:',
      room.map((cluster) => `  ${describeRoom(cluster)}`),
    ),
    ...section('Files of the pull request:', change?.files.flatMap(describeFile) ?? []),
    ...section('Who decides:', stages),
    ...(request && !change && wrong.length === 0 ? ['You would be asked to choose resources.'] : []),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] => (lines.length > 0 ? [title, ...lines] : []);

function describePlan({ environment, placements, cost, budgets, specHash, leaseEnd }: ChangePlan): string {
  const where = placements.map(({ cluster, executor }) => `${cluster} (${executor})`).join(', ');
  return [
    `${environment} on ${where}${leaseEnd ? `, until ${leaseEnd}` : ''}`,
    `Cost: ${cost.delta.toFixed(2)} ${cost.currency} a month (estimate, prices of ${cost.priceBook})`,
    ...(budgets ?? []).map((share) => `Budget: ${describeBudget(share)}`),
    `Spec: ${specHash}`,
  ].join('\n');
}

function describeFile({ path, content }: Partial<PreviewedFile>): string[] {
  const lines = content?.trimEnd().split('\n') ?? [];
  return [`  ${path}`, ...lines.map((line) => `    ${line}`)];
}
