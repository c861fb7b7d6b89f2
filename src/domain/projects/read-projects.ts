import { z } from 'zod';
import { NAMESPACE_ITEM } from '../catalogue.ts';
import { compare } from '../compare.ts';
import type { FleetSnapshot } from '../fleet.ts';
import { requireFleetFile } from '../fleet-data.ts';
import {
  environmentNames,
  environmentPath,
  levelsAbove,
  type Project,
  readOrganisation,
  readProject,
} from '../fleet-settings.ts';
import { inherit, type Origin } from '../inheritance.ts';
import { partsOf } from '../naming.ts';
import { readPriceBook } from '../price.ts';
import { environmentRecord, selectionOf } from '../removal.ts';
import type {
  EnvironmentPage,
  EnvironmentSummary,
  ProjectPage,
  ProjectSummary,
  SettingChange,
} from './project-page.ts';

/** What its file says of an environment, with more than is needed to remove it. */
const standing = environmentRecord.extend({
  removal: z.string().optional(),
  lease: z.object({ ends: z.string() }).optional(),
  inherited: z.array(z.object({ line: z.string(), value: z.string(), from: z.string() })).default([]),
});

type Standing = z.infer<typeof standing>;

/** All projects, by name, with what stands of them. @throws FleetDataError */
export function readProjects(snapshot: FleetSnapshot): ProjectSummary[] {
  return projectsOf(snapshot).map((project) =>
    summaryOf(project, readStanding(snapshot, project.name).map(environmentSummary)),
  );
}

/** @returns undefined when the fleet has no such project. @throws FleetDataError */
export function readProjectPage(snapshot: FleetSnapshot, slug: string): ProjectPage | undefined {
  const project = readProject(snapshot, slug);
  if (!project) return undefined;
  const { currency } = readPriceBook(snapshot, readOrganisation(snapshot).priceBook);
  const { chain, origins } = inherit(levelsAbove(snapshot, slug));
  const environments = readStanding(snapshot, slug).map((one) => environmentPage(one, origins));
  return {
    ...summaryOf(project, environments),
    environments,
    above: chain.slice(0, -1).map(({ name }) => name),
    below: projectsOf(snapshot).flatMap(({ name, parent }) => (parent === slug ? [name] : [])),
    budget: project.budget ? { currency, ...project.budget } : null,
    settings: origins,
    quotas: chain.flatMap(({ name, rules }) => (rules.quota ? [{ from: name, quota: known(rules.quota) }] : [])),
  };
}

function projectsOf(snapshot: FleetSnapshot): Project[] {
  const slugs = [...snapshot.files.keys()].flatMap((path) => /^projects\/([^/]+)\.yaml$/.exec(path)?.[1] ?? []);
  return slugs.toSorted(compare).flatMap((slug) => readProject(snapshot, slug) ?? []);
}

function summaryOf(project: Project, environments: readonly EnvironmentSummary[]): ProjectSummary {
  const { name, title, costCentre, leads } = project;
  const monthly: Record<string, number> = {};
  for (const { cost } of environments) {
    monthly[cost.currency] = Math.round(((monthly[cost.currency] ?? 0) + cost.monthly) * 100) / 100;
  }
  const { parent, removed } = project;
  return {
    name,
    title,
    costCentre,
    leads,
    parent: parent ?? null,
    removed: removed ?? null,
    monthly,
    environments,
  };
}

/** What stands of a project, by name. @throws FleetDataError */
function readStanding(snapshot: FleetSnapshot, project: string): Standing[] {
  const names = environmentNames(snapshot).filter((name) => partsOf(name).project === project);
  return names.map((name) => requireFleetFile(snapshot, environmentPath(name), standing));
}

function environmentSummary(environment: Standing): EnvironmentSummary {
  const { name, stage, size, request, cost, placements, removal = null, lease } = environment;
  return {
    name,
    stage,
    size,
    clusters: placements.map(({ cluster }) => cluster),
    cost: { currency: cost.currency, monthly: cost.monthly },
    request,
    removal,
    leaseEnd: lease?.ends ?? null,
  };
}

function environmentPage(environment: Standing, settings: readonly Origin[]): EnvironmentPage {
  const { inherited, placements } = environment;
  return {
    ...environmentSummary(environment),
    placements: placements.map(({ cluster, executor, reserved }) => ({ cluster, executor, reserved })),
    items: selectionOf(environment).items.filter(({ item }) => item !== NAMESPACE_ITEM),
    settings: inherited,
    pending: settingChanges(inherited, settings),
  };
}

/** What is otherwise in the second, by line. */
export function settingChanges(was: readonly Origin[], now: readonly Origin[]): SettingChange[] {
  const [before, after] = [was, now].map((all) => new Map(all.map(({ line, value }) => [line, value] as const)));
  const lines = [...new Set([...was, ...now].map(({ line }) => line))].toSorted(compare);
  return lines
    .map((line) => ({ line, was: before?.get(line) ?? null, now: after?.get(line) ?? null }))
    .filter((change) => change.was !== change.now);
}

/** Without what is not set. */
function known<T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, set]) => set !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
