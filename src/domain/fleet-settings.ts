import { z } from 'zod';
import { amounts } from './amounts-schema.ts';
import type { BusinessCalendar } from './calendar.ts';
import { openCalendar } from './calendar-files.ts';
import { calendarSettings } from './calendar-settings.ts';
import { escalationSettings } from './escalation-settings.ts';
import type { FleetSnapshot } from './fleet.ts';
import { FleetDataError, readFleetFile, requireFleetFile } from './fleet-data.ts';
import { chainOf, type Level, rules } from './inheritance.ts';
import { SLUG } from './naming.ts';
import { STAGES } from './selection.ts';

const days = z.int().min(1).nullable();

/** Money a month, in the price book's currency. */
const budget = z.strictObject({
  monthly: z.number().min(0),
  /** Share of it from which on its owner may be asked and people are told; 0 to 1. */
  warnAt: z.number().min(0).max(1).default(0.8),
});
export type Budget = z.infer<typeof budget>;

const organisation = z.strictObject({
  apiVersion: z.literal('berth.dev/v1'),
  kind: z.literal('Organisation'),
  name: z.string().regex(SLUG),
  title: z.string(),
  /** Which file of `prices/` counts. */
  priceBook: z.string(),
  /** Days an environment may live before it must be renewed; null: no end. */
  leaseDays: z.strictObject({ dev: days, test: days, staging: days, prod: days }),
  rules: rules.prefault({}),
  /** Settings of the approval policy, which checks them itself: another policy has others. */
  approval: z.record(z.string(), z.json()).default({}),
  /** What may be spent together; a cost centre that is left out has no budget. */
  budgets: z.strictObject({ costCentres: z.record(z.string(), budget).default({}) }).prefault({}),
  /** Who is told when a wait of people goes on and on. */
  escalation: escalationSettings.prefault({}),
  /** Working hours by name. `default` is everybody's whose project names none; without it every hour counts for them. */
  calendars: z.record(z.string(), calendarSettings).default({}),
});
export type Organisation = z.infer<typeof organisation>;

const project = z.strictObject({
  apiVersion: z.literal('berth.dev/v1'),
  kind: z.literal('Project'),
  name: z.string().regex(SLUG),
  title: z.string(),
  costCentre: z.string(),
  leads: z.array(z.string()).min(1),
  /** Slug of the project above; absent: directly below the organisation. */
  parent: z.string().optional(),
  /** Reference of the request that made it; absent when it was declared by hand. */
  request: z.string().optional(),
  /** Reference of the decommission that took its last environment; from then on the name is nobody's. */
  removed: z.string().optional(),
  rules: rules.prefault({}),
  /** What all environments of it and of the projects below it may cost together. */
  budget: budget.optional(),
  /** Which of the organisation's calendars counts for it and for the projects below it. */
  calendar: z.string().optional(),
});
export type Project = z.infer<typeof project>;

/** What the renderer needs to know of an environment that stands; the file says more. */
const environment = z.object({
  name: z.string(),
  project: z.string(),
  stage: z.enum(STAGES),
  request: z.string(),
  /** Absent: its cost counts for no cost centre. */
  costCentre: z.string().optional(),
  /** Reference of the decommission that is taking it away. */
  removal: z.string().optional(),
  placements: z.array(z.object({ cluster: z.string(), reserved: amounts })),
  items: z.array(z.object({ item: z.string(), parameters: z.record(z.string(), z.unknown()) })),
  cost: z.object({ currency: z.string(), monthly: z.number(), priceBook: z.string() }),
});
export type StandingEnvironment = z.infer<typeof environment>;

/** The request that approved the files of an environment as they stand: its maker's, or that of its removal. */
export const approvedBy = ({ request, removal }: Pick<StandingEnvironment, 'request' | 'removal'>): string =>
  removal ?? request;

export const ORGANISATION_PATH = 'organisation.yaml';
export const projectPath = (slug: string) => `projects/${slug}.yaml`;
export const environmentPath = (name: string) => `environments/${name}/berth.yaml`;
export const requestPath = (slug: string, reference: string) => `requests/${slug}/${reference}.yaml`;

/** @throws FleetDataError */
export function readOrganisation(snapshot: FleetSnapshot): Organisation {
  return requireFleetFile(snapshot, ORGANISATION_PATH, organisation);
}

/** @returns undefined when the fleet has no such project. @throws FleetDataError */
export function readProject(snapshot: FleetSnapshot, slug: string): Project | undefined {
  const found = readFleetFile(snapshot, projectPath(slug), project);
  if (found && found.name !== slug) throw new FleetDataError(projectPath(slug), `name must be ${slug}, as the file`);
  return found;
}

/** Names of all environments that stand, sorted. */
export function environmentNames(snapshot: FleetSnapshot): string[] {
  const names = [...snapshot.files.keys()].flatMap(
    (path) => /^environments\/([^/]+)\/berth\.yaml$/.exec(path)?.[1] ?? [],
  );
  return names.toSorted();
}

/** All environments that stand, by name. @throws FleetDataError */
export const readEnvironments = (snapshot: FleetSnapshot): StandingEnvironment[] =>
  environmentNames(snapshot).map((name) => requireFleetFile(snapshot, environmentPath(name), environment));

/**
 * The levels above a project's environments, root first. A project the fleet does not know yet is a new leaf below the
 * organisation.
 * @throws FleetDataError on a missing parent or a cycle.
 */
export function levelsAbove(snapshot: FleetSnapshot, slug: string): Level[] {
  const root = readOrganisation(snapshot);
  const rootName = `organisation/${root.name}`;
  const levels = new Map<string, Level>([[rootName, { name: rootName, rules: root.rules }]]);
  for (let next: string | undefined = slug; next !== undefined && !levels.has(`project/${next}`); ) {
    const found = readProject(snapshot, next);
    if (!found && next !== slug) break;
    const parent = found?.parent === undefined ? rootName : `project/${found.parent}`;
    levels.set(`project/${next}`, { name: `project/${next}`, parent, rules: found?.rules ?? rules.parse({}) });
    next = found?.parent;
  }
  return chainOf(levels, `project/${slug}`);
}

const DEFAULT_CALENDAR = 'default';

/**
 * The calendar of a project: the one that it names, or the nearest project above it; else the organisation's default.
 * @param slug also of a project that the fleet does not know (yet).
 * @returns undefined when there is none: every hour counts.
 * @throws FleetDataError
 */
export function calendarOf(snapshot: FleetSnapshot, slug: string): BusinessCalendar | undefined {
  const { calendars } = readOrganisation(snapshot);
  for (const { name: level } of levelsAbove(snapshot, slug).toReversed()) {
    const [, project] = /^project\/(.*)$/.exec(level) ?? [];
    const name = project === undefined ? undefined : readProject(snapshot, project)?.calendar;
    if (project === undefined || name === undefined) continue;
    const named = Object.hasOwn(calendars, name) ? calendars[name] : undefined;
    if (named) return openCalendar(snapshot, named);
    const known = Object.keys(calendars).join(', ') || 'none';
    const what = `calendar: ${ORGANISATION_PATH} has no calendar ${name}; it has: ${known}`;
    throw new FleetDataError(projectPath(project), what, ['calendar']);
  }
  const standard = calendars[DEFAULT_CALENDAR];
  return standard && openCalendar(snapshot, standard);
}

/** Every calendar of the organisation, whether a project names it or not. @throws FleetDataError */
export function readEveryCalendar(snapshot: FleetSnapshot): BusinessCalendar[] {
  return Object.values(readOrganisation(snapshot).calendars).map((one) => openCalendar(snapshot, one));
}
