import { addAmounts } from '../amounts.ts';
import { type Catalogue, type CatalogueItem, NAMESPACE_ITEM } from '../catalogue.ts';
import type { FleetSnapshot } from '../fleet.ts';
import type { readEnvironments } from '../fleet-settings.ts';
import { CLUSTER, environmentName } from '../naming.ts';
import { resolveParameters } from '../parameters.ts';
import { monthlyCents, type PriceBook } from '../price.ts';
import { type ClusterProfile, readProfile } from '../profile.ts';
import { amountsOf, type ItemPlace } from '../render/items.ts';
import type { ServiceRequest } from '../request.ts';
import { SIZES, type Size, type Stage } from '../selection.ts';
import type { OfferedCluster } from './offer.ts';

type Placed = ReturnType<typeof readEnvironments>[number]['placements'][number];

interface Known {
  readonly snapshot: FleetSnapshot;
  readonly catalogue: Catalogue;
  readonly book: PriceBook;
  /** Placements of all environments. */
  readonly standing: readonly Placed[];
}

/** What can be had on one cluster, and what it costs there. @throws FleetDataError */
export function offeredCluster(
  name: string,
  { snapshot, catalogue, book, standing }: Known,
): OfferedCluster | undefined {
  const profile = readProfile(snapshot, name);
  const [, region, stage] = CLUSTER.exec(name) ?? [];
  if (!profile || !region || !stage) return undefined;
  const place = placeOf(profile, region, stage as Stage);
  const items = [...catalogue.items.values()].filter((item) => item.name !== NAMESPACE_ITEM && fits(item, profile));
  const price = (size: Size) => monthlyCents(book, name, catalogue.sizes[size]) / 100;
  return {
    name,
    region,
    stage: stage as Stage,
    site: profile.site,
    capacity: profile.capacity ?? null,
    taken: addAmounts(standing.filter(({ cluster }) => cluster === name).map(({ reserved }) => reserved)),
    sizes: Object.fromEntries(SIZES.map((size) => [size, price(size)])) as Record<Size, number>,
    items: Object.fromEntries(items.map((item) => [item.name, priceOf(item, place, book)])),
  };
}

const fits = ({ requires }: CatalogueItem, profile: ClusterProfile): boolean =>
  requires.every((key) => Object.entries(profile).some(([name, set]) => name === key && set));

/** What is taken out of the size costs nothing beside it. */
function priceOf(item: CatalogueItem, place: ItemPlace, book: PriceBook): number {
  if (item.billing !== 'extra') return 0;
  const { parameters } = resolveParameters(item, {}, '');
  return monthlyCents(book, place.profile.name, amountsOf({ item, parameters, key: item.name }, place)) / 100;
}

/** Stands for a request that has only this one placement. */
function placeOf(profile: ClusterProfile, region: string, stage: Stage): ItemPlace {
  const input = { request: SAMPLE, selection: { stage, regions: [region], size: 'S', items: [] } } as const;
  const profiles = new Map([[region, profile]]);
  return { input, environment: environmentName(SAMPLE.project, stage), region, profile, profiles };
}

const SAMPLE: ServiceRequest = {
  reference: '',
  kind: 'create-project',
  source: { channel: 'api', key: '', receivedAt: '2026-01-01T00:00:00.000Z' },
  requester: '',
  lead: '',
  requesterId: '',
  leadId: '',
  members: [],
  project: 'project',
  title: '',
  costCentre: '',
  reason: '',
};
