import { type Amounts, addAmounts } from '../amounts.ts';
import type { Demand } from '../books.ts';
import { type Catalogue, NAMESPACE_ITEM } from '../catalogue.ts';
import { compare } from '../compare.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { levelsAbove, readOrganisation } from '../fleet-settings.ts';
import { type Inherited, inherit } from '../inheritance.ts';
import { clusterName, environmentName } from '../naming.ts';
import { resolveParameters } from '../parameters.ts';
import { monthlyCents, type PriceBook, readPriceBook } from '../price.ts';
import { type ClusterProfile, readProfile } from '../profile.ts';
import type { SelectedRequest } from '../request.ts';
import { type ItemPlace, keyOf, type ResolvedItem, renderItem, sortItems } from './items.ts';
import type { PlacementPlan, RenderedItem } from './placement.ts';

/** The picked items with defaults, the namespace always among them; sorted. Items that are not known are left out. */
export function resolveItems(input: SelectedRequest, catalogue: Catalogue): ResolvedItem[] {
  const picked = input.selection.items.filter(({ item }) => item !== NAMESPACE_ITEM);
  const all = [{ item: NAMESPACE_ITEM, parameters: {} }, ...picked];
  const resolved = all.flatMap(({ item: name, parameters: given }) => {
    const item = catalogue.items.get(name);
    if (!item) return [];
    const { parameters } = resolveParameters(item, given, name);
    return [{ item, parameters, key: keyOf(item, parameters) }];
  });
  return sortItems(resolved);
}

/** Where the environment goes: region by region, sorted; regions without a cluster are left out. */
export function placesOf(input: SelectedRequest, snapshot: FleetSnapshot): ItemPlace[] {
  const { regions, stage } = input.selection;
  const profiles = new Map<string, ClusterProfile>();
  for (const region of [...new Set(regions)].toSorted(compare)) {
    const profile = readProfile(snapshot, clusterName(region, stage));
    if (profile) profiles.set(region, profile);
  }
  const environment = environmentName(input.request.project, stage);
  return [...profiles].map(([region, profile]) => ({ input, environment, region, profile, profiles }));
}

/** The placements of a selection at the fleet's present prices. @throws FleetDataError */
export function placementsFor(input: SelectedRequest, snapshot: FleetSnapshot, catalogue: Catalogue): PlacementPlan[] {
  return preparePlacements(input, snapshot, catalogue, readPriceBook(snapshot, readOrganisation(snapshot).priceBook));
}

/** What the change takes of clusters, quotas and budgets. */
export function demandOf({ request, selection }: SelectedRequest, placements: readonly PlacementPlan[]): Demand {
  return {
    project: request.project,
    costCentre: request.costCentre,
    environment: environmentName(request.project, selection.stage),
    monthly: placements.reduce((cents, { monthlyCents }) => cents + monthlyCents, 0) / 100,
    placements: placements.map(({ placement, reserved }) => ({ cluster: placement.cluster, reserved })),
  };
}

/** Everything that decides the files of each placement. @throws FleetDataError */
export function preparePlacements(
  input: SelectedRequest,
  snapshot: FleetSnapshot,
  catalogue: Catalogue,
  book: PriceBook,
): PlacementPlan[] {
  const inherited = inherit(levelsAbove(snapshot, input.request.project));
  const items = resolveItems(input, catalogue);
  return placesOf(input, snapshot).map((place) => preparePlacement(place, items, inherited, catalogue, book));
}

function preparePlacement(
  place: ItemPlace,
  resolved: readonly ResolvedItem[],
  inherited: Inherited,
  catalogue: Catalogue,
  book: PriceBook,
): PlacementPlan {
  const size = catalogue.sizes[place.input.selection.size];
  const items = resolved.map((item) => renderItem(item, place));
  const extra = items.filter((item) => item.billing === 'extra').map((item) => item.amounts);
  return {
    request: place.input.request,
    placement: { cluster: place.profile.name, environment: place.environment, executor: place.profile.executor },
    profile: place.profile,
    inherited,
    size,
    container: catalogue.container,
    items,
    reserved: reservedFor(size, items),
    monthlyCents: monthlyCents(book, place.profile.name, addAmounts([size, ...extra])),
  };
}

/** The size, and what runs inside the namespace without being part of the size. */
function reservedFor(size: Amounts, items: readonly RenderedItem[]): Amounts {
  const inside = items.filter((item) => item.billing === 'extra' && item.objects.length > 0);
  return addAmounts([size, ...inside.map((item) => item.amounts)]);
}
