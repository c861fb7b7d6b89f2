import type { FleetSnapshot } from '../../domain/fleet.ts';
import { FleetDataError } from '../../domain/fleet-data.ts';
import {
  calendarOf,
  levelsAbove,
  ORGANISATION_PATH,
  readEnvironments,
  readEveryCalendar,
  readOrganisation,
  readProject,
} from '../../domain/fleet-settings.ts';
import { readPriceBook } from '../../domain/price.ts';
import { readProfile } from '../../domain/profile.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { type FleetTree, isBroken, objectsOf } from '../tree.ts';

type Read = (snapshot: FleetSnapshot, name: string) => unknown;

/** Which reader of Berth's takes which file; the name is the part of the path in brackets. */
const READERS: readonly (readonly [RegExp, Read])[] = [
  [/^projects\/([^/]+)\.yaml$/, readProject],
  [/^prices\/([^/]+)\.yaml$/, readPriceBook],
  [/^clusters\/([^/]+)\/profile\.yaml$/, readProfile],
  [/^environments\/([^/]+)\/berth\.yaml$/, readEnvironments],
];

/** The fleet's own data, as Berth itself reads it. */
export function checkSettings(tree: FleetTree): FleetFinding[] {
  const whole: FleetSnapshot = { sha: '', files: tree.files };
  const single = [...tree.files].flatMap(([path, text]) => checkFile(tree, path, text));
  const ofAll = [() => readPriceBook(whole, readOrganisation(whole).priceBook), () => readEveryCalendar(whole)];
  const organisation = distinct(ofAll.flatMap((read) => attempt(tree, read)));
  if (single.length > 0 || organisation.length > 0) return distinct([...organisation, ...single]);
  const standing = [levelsAbove, calendarOf];
  return distinct(
    projectsOf(tree).flatMap((slug) => standing.flatMap((read) => attempt(tree, () => read(whole, slug)))),
  );
}

function checkFile(tree: FleetTree, path: string, text: string): FleetFinding[] {
  for (const [pattern, read] of READERS) {
    const [, name] = pattern.exec(path) ?? [];
    // Alone, so that what is wrong with it is said of it and of nothing else.
    if (name) return attempt(tree, () => read({ sha: '', files: new Map([[path, text]]) }, name));
  }
  return [];
}

const projectsOf = ({ files }: FleetTree) =>
  [...files.keys()].flatMap((path) => /^projects\/([^/]+)\.yaml$/.exec(path)?.[1] ?? []);

/** Two files may name a third that is missing. */
const distinct = (findings: readonly FleetFinding[]) => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

function attempt(tree: FleetTree, read: () => unknown): FleetFinding[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof FleetDataError)) throw error;
    return isBroken(tree, error.path) ? [] : [asFinding(tree, error)];
  }
}

function asFinding(tree: FleetTree, { path, what, at }: FleetDataError): FleetFinding {
  const [object] = objectsOf(tree, path);
  const mend = tree.files.has(path) ? 'Mend it: until then Berth can plan nothing.' : MISSING;
  return refuse('settings', object?.place(...at) ?? { path, line: 1 }, what, mend);
}

const MISSING = `Write it, or let \`berth fleet init\` make what a fleet needs; ${ORGANISATION_PATH} names the price book.`;
