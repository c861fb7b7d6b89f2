import jsone from 'json-e';
import type { Amounts } from '../amounts.ts';
import { amounts } from '../amounts-schema.ts';
import type { CatalogueItem, HealthCheck } from '../catalogue.ts';
import { compare } from '../compare.ts';
import { FleetDataError } from '../fleet-data.ts';
import type { Parameters } from '../parameters.ts';
import type { ClusterProfile } from '../profile.ts';
import type { SelectedRequest } from '../request.ts';
import type { Json } from '../selection.ts';
import { adopt, type Manifest, ownerLabels } from './manifest.ts';
import type { RenderedItem } from './placement.ts';

/** A picked item with its defaults filled in. */
export interface ResolvedItem {
  readonly item: CatalogueItem;
  readonly parameters: Parameters;
  /** `postgresql-db`: unique in the environment. */
  readonly key: string;
}

/** Where an item is rendered. */
export interface ItemPlace {
  readonly input: SelectedRequest;
  readonly environment: string;
  readonly region: string;
  readonly profile: ClusterProfile;
  /** Profiles of all placements by region. */
  readonly profiles: ReadonlyMap<string, ClusterProfile>;
}

/** Unique in an environment: the item, and its name where its parameters have one. */
export function keyOf(item: CatalogueItem, parameters: Parameters): string {
  const { name } = parameters;
  return typeof name === 'string' ? `${item.name}-${name}` : item.name;
}

/** Sorted by key, so that the order in which items were picked changes nothing. */
export function sortItems(items: readonly ResolvedItem[]): ResolvedItem[] {
  return items.toSorted((a, b) => compare(a.key, b.key));
}

/**
 * What the templates of an item may read. Values only: json-e never evaluates a value again, so no parameter can become
 * a template or break out of its place. `now` is the request's own time, so that rendering twice gives the same.
 */
export function itemContext({ item, parameters }: ResolvedItem, place: ItemPlace): Record<string, Json> {
  const { request, selection } = place.input;
  const regions = [...selection.regions].toSorted(compare);
  const primaryRegion = typeof parameters['primary'] === 'string' ? parameters['primary'] : (regions[0] ?? '');
  return {
    cluster: place.profile.name,
    domain: place.profile.domain ?? '',
    environment: place.environment,
    ingressClass: place.profile.ingressClass ?? '',
    ingressNamespace: place.profile.ingressNamespace ?? '',
    isPrimary: place.region === primaryRegion,
    name: `${request.project}-${typeof parameters['name'] === 'string' ? parameters['name'] : item.name}`,
    now: request.source.receivedAt,
    parameters,
    primaryDomain: place.profiles.get(primaryRegion)?.domain ?? '',
    primaryRegion,
    project: request.project,
    region: place.region,
    regions,
    site: place.profile.site,
    size: selection.size,
    stage: selection.stage,
    storageClass: place.profile.storageClass ?? '',
    virtualMachines: place.profile.virtualMachines ?? '',
  };
}

/** Evaluates a json-e template or expression of an item. @throws FleetDataError when the template is broken. */
export function evaluate(item: CatalogueItem, template: unknown, context: Record<string, Json>): Json {
  try {
    return jsone(template as Record<string, Json>, context) as Json;
  } catch (error) {
    throw new FleetDataError(`catalogue/${item.name}`, `template: ${(error as Error).message}`);
  }
}

/** What an item takes on one cluster. @throws FleetDataError */
export function amountsOf(resolved: ResolvedItem, place: ItemPlace): Amounts {
  const value = evaluate(resolved.item, resolved.item.resources, itemContext(resolved, place));
  const parsed = amounts.safeParse(value);
  if (!parsed.success) throw new FleetDataError(`catalogue/${resolved.item.name}`, 'resources: give no amounts');
  return parsed.data;
}

/** Renders an item on one cluster. @throws FleetDataError when the item is broken or renders a Secret. */
export function renderItem(resolved: ResolvedItem, place: ItemPlace): RenderedItem {
  const { item } = resolved;
  const context = itemContext(resolved, place);
  const render = (templates: ReadonlyMap<string, Json>) =>
    [...templates.values()].map((template) => evaluate(item, template, context)).filter((value) => value !== null);
  const labels = ownerLabels(place.input.request, place.environment);
  const objects = render(item.templates).map((object) => adopt(object, place.environment, labels));
  if (objects.some((object) => object.kind === 'Secret')) {
    throw new FleetDataError(`catalogue/${item.name}`, 'renders a Secret; credentials never come from Git');
  }
  return {
    key: resolved.key,
    objects,
    health: item.health.filter((check) => objects.some((object) => isOf(object, check))),
    inventories: render(item.inventories),
    amounts: amountsOf(resolved, place),
    billing: item.billing,
  };
}

const isOf = ({ apiVersion, kind }: Manifest, check: HealthCheck) =>
  apiVersion === check.apiVersion && kind === check.kind;
