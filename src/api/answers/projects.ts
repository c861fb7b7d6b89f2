import { z } from 'zod';
import { PROJECT_ROLES, type ProjectRole } from '../../domain/accounts.ts';
import type { Amounts } from '../../domain/amounts.ts';
import { EXECUTORS } from '../../domain/change.ts';
import type { Origin } from '../../domain/inheritance.ts';
import type {
  EnvironmentPage,
  EnvironmentSummary,
  ProjectPage,
  ProjectSummary,
} from '../../domain/projects/project-page.ts';
import { SIZES, STAGES } from '../../domain/selection.ts';
import type { PlacementStatus } from '../../domain/status.ts';
import { amounts, picked } from './change.ts';
import { placementStatus } from './request.ts';
import { reference, shapeOf, text, texts } from './shape.ts';

/** An environment as it stands in Git, and as the request that changed it last has seen it. */
export interface StandingEnvironment extends EnvironmentPage {
  /** Cluster by cluster; null when Temporal has that request no more. */
  readonly standing: readonly PlacementStatus[] | null;
  /** ISO 8601: when that request has looked last; null like `standing`. Nothing has looked since. */
  readonly standingAt: string | null;
  /** Reference of the request that changes it now. */
  readonly changedBy: string | null;
}

/** A group of the directory whose people work in the project. */
export interface ProjectGroup {
  readonly role: ProjectRole;
  readonly name: string;
  /** Directory ids, of those in groups below as well. */
  readonly members: readonly string[];
}

/** One project with what stands of it and who is in it. */
export interface ProjectDetail extends Omit<ProjectPage, 'environments'> {
  readonly environments: readonly StandingEnvironment[];
  readonly groups: readonly ProjectGroup[];
}

const origin = shapeOf<Origin>()('Origin', z.strictObject({ line: text, value: text, from: text }));
const money = z.strictObject({ currency: text, monthly: z.number() });

const summarised = {
  name: text,
  stage: z.enum(STAGES),
  size: z.enum(SIZES),
  clusters: texts,
  cost: money,
  request: reference,
  removal: reference.nullable(),
  leaseEnd: text.nullable(),
};
const environmentSummary = shapeOf<EnvironmentSummary>()('EnvironmentSummary', z.strictObject(summarised));

const about = {
  name: text,
  title: text,
  costCentre: text,
  leads: texts,
  parent: text.nullable(),
  removed: reference.nullable(),
  monthly: z.record(z.string(), z.number()),
};
export const projectSummary = shapeOf<ProjectSummary>()(
  'ProjectSummary',
  z.strictObject({ ...about, environments: z.array(environmentSummary) }),
);

const standingEnvironment = shapeOf<StandingEnvironment>()(
  'StandingEnvironment',
  z.strictObject({
    ...summarised,
    placements: z.array(
      z.strictObject({
        cluster: text,
        executor: z.enum(EXECUTORS),
        reserved: amounts,
      }),
    ),
    items: picked.items,
    settings: z.array(origin),
    pending: z.array(z.strictObject({ line: text, was: text.nullable(), now: text.nullable() })),
    standing: z.array(placementStatus).nullable(),
    standingAt: text.nullable(),
    changedBy: reference.nullable(),
  }),
);

const part = z.number().exactOptional();
const quota: z.ZodType<Partial<Amounts>> = z.strictObject({ cpu: part, memoryGiB: part, storageGiB: part });

export const projectDetail = shapeOf<ProjectDetail>()(
  'ProjectDetail',
  z.strictObject({
    ...about,
    above: texts,
    below: texts,
    budget: z.strictObject({ currency: text, monthly: z.number(), warnAt: z.number() }).nullable(),
    settings: z.array(origin),
    quotas: z.array(z.strictObject({ from: text, quota })),
    environments: z.array(standingEnvironment),
    groups: z.array(z.strictObject({ role: z.enum(PROJECT_ROLES), name: text, members: texts })),
  }),
);
