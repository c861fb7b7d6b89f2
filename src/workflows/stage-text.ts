/* What is being decided and by whom, in the words that every surface shows. */
import type { ApprovalStage } from '../domain/approval.ts';
import { describeMissing } from '../domain/approval-progress.ts';
import { costDelta } from '../domain/change-text.ts';
import { readableTime } from '../domain/readable-time.ts';
import { describeLoss } from '../domain/request.ts';
import { type Lifecycle, planOf, requestOf } from './lifecycle.ts';

/** `Project lead decides about spec 4be1… (+59.32 USD a month)`, and how far that is when it takes several. */
export function describeWait(life: Lifecycle, stage: ApprovalStage): string {
  const { cost, specHash } = planOf(life);
  const spec = specHash.replace('sha256:', '').slice(0, 4);
  const { removes, costCentre } = requestOf(life);
  const loss = removes ? `${describeLoss(removes)}. ` : '';
  const progress = stage.count > 1 ? `; ${describeMissing(stage, life.status.decisions)}` : '';
  const away = describeDelegates(stage);
  return `${loss}${whoDecides(stage, costCentre)} about spec ${spec}… (${costDelta(cost)})${progress}${away && `; ${away}`}`;
}

/** `xena decides for dora, who is away until Sat, 28 Nov 2026 08:00 UTC`; empty when nobody is stood in for. */
export const describeDelegates = ({ delegates = [] }: Pick<ApprovalStage, 'delegates'>): string =>
  delegates
    .map((one) => `${one.person} decides for ${one.for}, who is away until ${readableTime(one.until)}`)
    .join('; ');

function whoDecides({ mode, count, parties }: ApprovalStage, costCentre: string): string {
  const names = parties.map(({ role }) => nameOf(role, costCentre));
  if (mode === 'all' && names.length > 1) return `${names.join(' and ')} decide`;
  return count > 1 ? `${count} of ${names.join(' or ')} decide` : `${names.join(' or ')} decides`;
}

function nameOf(role: string, costCentre: string): string {
  if (role === 'cost-centre-owner') return `Owner of ${costCentre}`;
  const name = role.replace(/^group:/, '').replaceAll('-', ' ');
  return role.startsWith('group:') ? role.slice('group:'.length) : `${name[0]?.toUpperCase()}${name.slice(1)}`;
}
