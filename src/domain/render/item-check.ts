import { addAmounts, COMPONENTS } from '../amounts.ts';
import type { Catalogue } from '../catalogue.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { readEnvironments } from '../fleet-settings.ts';
import type { Problem, SelectedRequest } from '../request.ts';
import { SIZES, type Size } from '../selection.ts';
import { evaluate, type ItemPlace, itemContext, type ResolvedItem } from './items.ts';
import type { RenderedItem } from './placement.ts';

/** Can this item stand on this cluster? What the cluster lacks, and what the item's own checks say. */
export function checkItem(resolved: ResolvedItem, place: ItemPlace, where: string): Problem[] {
  const { item } = resolved;
  const lacking = item.requires.filter(
    (key) => !Object.entries(place.profile).some(([name, set]) => name === key && set),
  );
  const missing = lacking.map((key) => ({
    where,
    what: `${item.title} cannot be placed on ${place.profile.name}: its profile has no ${key}`,
    mend: 'Choose another region, or ask the platform operators.',
  }));
  const context = itemContext(resolved, place);
  const failing = item.checks.filter((check) => evaluate(item, { $eval: check.fails }, context) === true);
  return [
    ...missing,
    ...failing.map(({ parameter, what, mend }) => ({ where: `${where}.parameters.${parameter}`, what, mend })),
  ];
}

/** Parameters that only one project may use, such as a host name. */
export function checkUnique(
  { item, parameters }: ResolvedItem,
  { request }: SelectedRequest,
  snapshot: FleetSnapshot,
  where: string,
): Problem[] {
  if (item.unique.length === 0) return [];
  const strangers = readEnvironments(snapshot).filter(({ project }) => project !== request.project);
  return item.unique.flatMap((name) => {
    const holder = strangers.find(({ items }) =>
      items.some((other) => other.item === item.name && other.parameters[name] === parameters[name]),
    );
    if (!holder) return [];
    return [
      {
        where: `${where}.parameters.${name}`,
        what: `${JSON.stringify(parameters[name])} belongs to ${holder.name}`,
        mend: 'Choose another, or ask that project.',
      },
    ];
  });
}

/** Do the items fit into the size on one cluster? */
export function checkFit(items: readonly RenderedItem[], size: Size, catalogue: Catalogue): Problem[] {
  const taken = addAmounts(items.filter(({ billing }) => billing === 'included').map(({ amounts }) => amounts));
  const fits = (candidate: Size) => COMPONENTS.every(({ key }) => taken[key] <= catalogue.sizes[candidate][key]);
  if (fits(size)) return [];
  const enough = SIZES.find(fits);
  return COMPONENTS.filter(({ key }) => taken[key] > catalogue.sizes[size][key]).map(({ key, title, unit }) => ({
    where: 'size',
    what: `the items take ${taken[key]} ${unit} of ${title}, but size ${size} has ${catalogue.sizes[size][key]}`,
    mend: enough ? `Choose size ${enough}, or smaller items.` : 'Choose smaller items; no size is large enough.',
  }));
}
