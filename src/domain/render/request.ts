import type { ProposedChange } from '../approval-text.ts';
import type { Catalogue } from '../catalogue.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { isOfEnvironment } from '../removal.ts';
import type { Problem, SelectedRequest } from '../request.ts';
import { type RenderedChange, renderChange } from './change.ts';
import { renderRemoval } from './removal.ts';
import { checkSelection } from './selection-check.ts';

/**
 * Renders a request of any kind.
 * @param snapshot with what `alsoReads` names.
 * @throws SelectionError, FleetDataError
 */
export function renderRequest(
  input: ProposedChange,
  snapshot: FleetSnapshot,
  catalogue: Catalogue,
  publicUrl?: string,
): RenderedChange {
  if (input.request.removes) return renderRemoval(input, snapshot, publicUrl);
  return renderChange(input, snapshot, catalogue, publicUrl);
}

/** What is wrong with what was picked; nothing is picked for a removal. @throws FleetDataError */
export function checkRequest(
  { request, selection }: SelectedRequest,
  snapshot: FleetSnapshot,
  catalogue: Catalogue,
): Problem[] {
  return request.removes ? [] : checkSelection(selection, request, snapshot, catalogue);
}

/** Which files of the fleet rendering needs beside its settings. */
export function alsoReads({ request }: Pick<SelectedRequest, 'request'>): (path: string) => boolean {
  return request.removes ? isOfEnvironment(request.removes.environment) : () => false;
}
