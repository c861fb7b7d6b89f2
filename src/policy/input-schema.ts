/* The input of a policy as people write it: in cases of `berth policy test`, and after `--what-if`. */
import { z } from 'zod';
import { ClientError } from '../clients/client-error.ts';
import { pathOf } from '../config-problems.ts';
import { EXECUTORS } from '../domain/change.ts';
import type { PolicyInput } from '../domain/policy.ts';
import { CHANNELS, REQUEST_KINDS } from '../domain/request.ts';
import { type Json, SIZES, STAGES } from '../domain/selection.ts';

const text = z.string();
const money = z.number();
const share = z.number().min(0).max(1);
const measured = z.strictObject({ used: z.number().min(0), limit: z.number().min(0) });

const schema = z.strictObject({
  request: z.strictObject({
    reference: text,
    kind: z.enum(REQUEST_KINDS),
    channel: z.enum(CHANNELS),
    project: text,
    costCentre: text,
    reason: text,
  }),
  requester: z.strictObject({ id: text, groups: z.array(text) }),
  change: z.strictObject({
    environment: text,
    stage: z.enum(STAGES),
    regions: z.array(text),
    size: z.enum(SIZES),
    items: z.array(z.strictObject({ item: text, parameters: z.record(text, z.json()) })),
    specHash: text,
    paths: z.array(text),
    placements: z.array(
      z.strictObject({
        cluster: text,
        environment: text,
        executor: z.enum(EXECUTORS),
      }),
    ),
    loses: z.array(text).optional(),
  }),
  cost: z.strictObject({ currency: text, before: money, after: money, delta: money, priceBook: text }),
  budgets: z.array(
    z.strictObject({
      owner: z.strictObject({ kind: z.enum(['cluster', 'cost-centre', 'organisation', 'project']), name: text }),
      currency: text,
      limit: money,
      warnAt: share,
      standing: money,
      reserved: money.optional(),
      wanted: money,
      share: z.number().min(0),
    }),
  ),
  history: z.strictObject({ previousSize: z.enum(SIZES).nullable(), environments: z.int().min(0) }),
  usage: z
    .strictObject({ quotas: z.int().min(1), cpu: measured, memoryGiB: measured, storageGiB: measured })
    .nullable(),
  settings: z.record(text, z.json()),
  now: z.iso.datetime(),
});

/** What is written wins over `base`; lists are taken whole. @throws ClientError `InvalidRequest` that names what is wrong. */
export function inputOver(base: PolicyInput, written: Json): PolicyInput {
  const { data, error } = schema.safeParse(merge(base as unknown as Json, written));
  if (data) return data as PolicyInput;
  const wrong = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${pathOf([...issue.path, key])} is nothing that a policy is asked`)
      : [`${pathOf(issue.path)}: ${issue.message}`],
  );
  throw new ClientError('InvalidRequest', wrong.join('; '));
}

function merge(base: Json, over: Json): Json {
  if (!isObject(base) || !isObject(over)) return over;
  const names = new Set([...Object.keys(base), ...Object.keys(over)]);
  const merged = [...names].map((name) => {
    const [under, value] = [base[name], over[name]];
    return [name, value === undefined ? under : under === undefined ? value : merge(under, value)] as const;
  });
  return Object.fromEntries(merged) as Json;
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
