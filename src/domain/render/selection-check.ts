import { checkLimits } from '../budget.ts';
import { type Catalogue, NAMESPACE_ITEM } from '../catalogue.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { clusterName } from '../naming.ts';
import { resolveParameters } from '../parameters.ts';
import { clusterNames } from '../profile.ts';
import type { Problem, SelectedRequest } from '../request.ts';
import { type SelectedItem, type Selection, SIZES, STAGES, type Stage } from '../selection.ts';
import { didYouMean } from '../suggest.ts';
import { checkFit, checkItem, checkUnique } from './item-check.ts';
import { keyOf, renderItem } from './items.ts';
import { checkOwnership } from './ownership-check.ts';
import { demandOf, placementsFor, placesOf, resolveItems } from './prepare.ts';

/**
 * Everything that is wrong with a selection; empty when it can be rendered. Paths in `where` start at the selection.
 * @throws FleetDataError when the fleet's own data is broken, which no requester can mend.
 */
export function checkSelection(
  selection: Selection,
  request: SelectedRequest['request'],
  snapshot: FleetSnapshot,
  catalogue: Catalogue,
): Problem[] {
  const problems = [
    ...checkWord('stage', selection.stage, STAGES),
    ...checkWord('size', selection.size, SIZES),
    ...checkRegions(selection, snapshot),
    ...checkItems(selection.items, catalogue),
  ];
  // What follows needs words that are known.
  return problems.length > 0 ? problems : checkPlaced({ request, selection }, snapshot, catalogue);
}

function checkWord(where: string, given: string, known: readonly string[]): Problem[] {
  if (known.includes(given)) return [];
  return [{ where, what: `"${given}" is not known`, mend: suggestion(given, known) }];
}

function suggestion(given: string, known: readonly string[]): string {
  const meant = didYouMean(given, known);
  const all = known.length > 0 ? `Choose from: ${known.join(', ')}.` : 'There is none to choose.';
  return meant ? `Did you mean "${meant}"? ${all}` : all;
}

function checkRegions({ regions, stage }: Selection, snapshot: FleetSnapshot): Problem[] {
  if (regions.length === 0) {
    return [{ where: 'regions', what: 'is empty', mend: suggestion('', regionsOf(stage, snapshot)) }];
  }
  const clusters = clusterNames(snapshot);
  return regions.flatMap((region, i) => {
    const where = `regions[${i}]`;
    if (regions.indexOf(region) < i) return [{ where, what: `"${region}" is there twice`, mend: 'Leave one out.' }];
    if (clusters.includes(clusterName(region, stage))) return [];
    const mend = suggestion(region, regionsOf(stage, snapshot));
    return [{ where, what: `there is no cluster for ${stage} in "${region}"`, mend }];
  });
}

function regionsOf(stage: Stage, snapshot: FleetSnapshot): string[] {
  return clusterNames(snapshot)
    .filter((name) => name.endsWith(`-${stage}`))
    .map((name) => name.slice('cluster-'.length, -`-${stage}`.length));
}

function checkItems(items: readonly SelectedItem[], catalogue: Catalogue): Problem[] {
  const seen = new Set<string>();
  return items.flatMap(({ item: name, parameters: given }, i) => {
    const where = `items[${i}]`;
    const item = catalogue.items.get(name);
    if (!item) {
      return [
        { where, what: `"${name}" is not in the catalogue`, mend: suggestion(name, [...catalogue.items.keys()]) },
      ];
    }
    const { parameters, problems } = resolveParameters(item, given, `${where}.parameters`);
    const key = keyOf(item, parameters);
    if (seen.has(key)) problems.push({ where, what: `${key} is there twice`, mend: 'Give each its own name.' });
    seen.add(key);
    return problems;
  });
}

function checkPlaced(input: SelectedRequest, snapshot: FleetSnapshot, catalogue: Catalogue): Problem[] {
  const places = placesOf(input, snapshot);
  const whereOf = (key: string) => whereItem(input.selection, catalogue, key);
  const resolved = resolveItems(input, catalogue);
  const first = [
    ...checkOwnership(input, snapshot),
    ...resolved.flatMap((item) => places.flatMap((place) => checkItem(item, place, whereOf(item.key)))),
    ...resolved.flatMap((item) => checkUnique(item, input, snapshot, whereOf(item.key))),
  ];
  if (first.length > 0) return dedupe(first);
  const rendered = places.map((place) => resolved.map((item) => renderItem(item, place)));
  return dedupe([
    ...rendered.flatMap((items) => checkFit(items, input.selection.size, catalogue)),
    ...checkLimits(snapshot, demandOf(input, placementsFor(input, snapshot, catalogue))),
  ]);
}

function whereItem(selection: Selection, catalogue: Catalogue, key: string): string {
  const index = selection.items.findIndex(({ item: name, parameters: given }) => {
    const item = catalogue.items.get(name);
    return item && keyOf(item, resolveParameters(item, given, '').parameters) === key;
  });
  return index < 0 ? NAMESPACE_ITEM : `items[${index}]`;
}

/** The same words about two placements are said once. */
function dedupe(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
