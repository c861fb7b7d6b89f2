import type { Cost, RenderedFile } from '../change.ts';
import { environmentPath, projectPath, requestPath } from '../fleet-settings.ts';
import { environmentName } from '../naming.ts';
import type { SelectedRequest } from '../request.ts';
import type { ResolvedItem } from './items.ts';
import type { PlacementPlan } from './placement.ts';
import { toYaml } from './yaml.ts';

/** What the records say beside the request itself. */
export interface RecordFacts {
  readonly placements: readonly PlacementPlan[];
  readonly items: readonly ResolvedItem[];
  readonly cost: Cost;
  readonly leaseEnd: string | undefined;
}

const API_VERSION = 'berth.dev/v1';

/** The request as it is approved; with the versions below, all inputs of the rendering. */
export function requestRecord(input: SelectedRequest, facts: RecordFacts): RenderedFile {
  const { request, selection } = input;
  const content = {
    apiVersion: API_VERSION,
    kind: 'Request',
    reference: request.reference,
    request: {
      kind: request.kind,
      project: request.project,
      title: request.title,
      requester: request.requester,
      lead: request.lead,
      members: request.members.toSorted(),
      costCentre: request.costCentre,
      reason: request.reason,
      receivedAt: request.source.receivedAt,
    },
    selection: {
      stage: selection.stage,
      regions: selection.regions.toSorted(),
      size: selection.size,
      items: itemRecords(facts.items),
    },
    cost: standingCost(facts.cost),
  };
  return { path: requestPath(request.project, request.reference), content: toYaml(content) };
}

/** What stands once this is merged. */
export function environmentRecord(input: SelectedRequest, facts: RecordFacts): RenderedFile {
  const { request, selection } = input;
  const name = environmentName(request.project, selection.stage);
  const content = {
    apiVersion: API_VERSION,
    kind: 'Environment',
    name,
    project: request.project,
    stage: selection.stage,
    size: selection.size,
    request: request.reference,
    costCentre: request.costCentre,
    placements: facts.placements.map(({ placement, profile, reserved }) => ({
      cluster: placement.cluster,
      executor: placement.executor,
      site: profile.site,
      reserved,
    })),
    items: itemRecords(facts.items),
    cost: standingCost(facts.cost),
    ...(facts.leaseEnd && { lease: { ends: facts.leaseEnd } }),
    inherited: facts.placements[0]?.inherited.origins ?? [],
  };
  return { path: environmentPath(name), content: toYaml(content) };
}

/** The project, written by the request that makes it. */
export function projectRecord({ request }: SelectedRequest): RenderedFile {
  const content = {
    apiVersion: API_VERSION,
    kind: 'Project',
    name: request.project,
    title: request.title,
    costCentre: request.costCentre,
    leads: [request.lead],
    request: request.reference,
  };
  return { path: projectPath(request.project), content: toYaml(content) };
}

function itemRecords(items: readonly ResolvedItem[]) {
  return items.map(({ item, parameters }) => ({ item: item.name, version: item.version, parameters }));
}

/** Without `before`: what stood earlier is no part of what is approved. */
function standingCost(cost: Cost) {
  return { currency: cost.currency, monthly: cost.after, priceBook: cost.priceBook };
}
