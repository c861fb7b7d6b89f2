/* What operators look at as a whole: how requests flow, what clusters hold, how the systems are. */
import { z } from 'zod';
import { EXECUTORS } from '../../domain/change.ts';
import type { ClusterNow } from '../../domain/cluster-standing.ts';
import type { Flow } from '../../domain/flow.ts';
import { STEPS } from '../../domain/steps.ts';
import type { Systems } from '../systems.ts';
import { phase } from './request.ts';
import { shapeOf, text, time } from './shape.ts';

const count = z.int();
const spread = { count, medianMs: z.number(), nineTenthsMs: z.number() };
export const flow = shapeOf<Flow>()(
  'Flow',
  z.strictObject({
    months: z.array(z.strictObject({ month: text, closed: count })),
    read: count,
    of: count,
    outcomes: z.array(z.strictObject({ outcome: phase, count })),
    leadTime: z.strictObject(spread).nullable(),
    steps: z.array(z.strictObject({ ...spread, step: z.enum(STEPS) })),
  }),
);

const room = { milliCpu: count, memoryMiB: count, storageMiB: count };
export const clusterNow = shapeOf<ClusterNow>()(
  'ClusterNow',
  z.strictObject({
    name: text,
    site: text,
    executor: z.enum(EXECUTORS),
    limit: z.strictObject({
      milliCpu: count.exactOptional(),
      memoryMiB: count.exactOptional(),
      storageMiB: count.exactOptional(),
    }),
    standing: z.strictObject(room),
    environments: count,
    reserved: z.strictObject(room).nullable(),
    waiting: count.nullable(),
  }),
);

const finding = z.strictObject({ system: text, what: text, ok: z.boolean(), detail: text });
export const systems = shapeOf<Systems>()('Systems', z.strictObject({ at: time, findings: z.array(finding) }));
