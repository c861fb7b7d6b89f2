import { z } from 'zod';
import type { Offer, OfferedCluster, OfferedItem, OfferedSize } from '../../domain/offer/offer.ts';
import { SIZES, STAGES } from '../../domain/selection.ts';
import type { DecidedCase } from '../../policy/who-decides.ts';
import { autoApproval, demanded, denial } from './approval.ts';
import { amounts } from './change.ts';
import { json, shapeOf, text, texts } from './shape.ts';

const schema = z.record(z.string(), json);
const size = z.enum(SIZES);
const stage = z.enum(STAGES);

const offeredSize = shapeOf<OfferedSize>()(
  'OfferedSize',
  z.strictObject({
    size,
    cpu: z.number(),
    memoryGiB: z.number(),
    storageGiB: z.number(),
    volumes: z.int(),
    pods: z.int(),
  }),
);

const offeredItem = shapeOf<OfferedItem>()(
  'OfferedItem',
  z.strictObject({
    name: text,
    version: text,
    title: text,
    description: text,
    billing: z.enum(['reserved', 'included', 'extra']),
    schema,
    makes: texts,
    holdsData: z.boolean(),
    unique: texts,
  }),
);

const offeredCluster = shapeOf<OfferedCluster>()(
  'OfferedCluster',
  z.strictObject({
    name: text,
    region: text,
    stage,
    site: text,
    capacity: amounts.nullable(),
    taken: amounts,
    sizes: z.record(size, z.number()),
    items: z.record(z.string(), z.number()),
  }),
);

export const offer = shapeOf<Offer>()(
  'Offer',
  z.strictObject({
    currency: text,
    priceBook: text,
    sizes: z.array(offeredSize),
    items: z.array(offeredItem),
    clusters: z.array(offeredCluster),
    leaseDays: z.record(stage, z.number().nullable()),
    costCentres: texts,
    form: schema,
  }),
);

const { count, ...said } = demanded;
export const decidedCase = shapeOf<DecidedCase>()(
  'DecidedCase',
  z.strictObject({
    stage,
    size,
    stages: z.array(
      z.strictObject({
        ...said,
        count: count.exactOptional(),
        of: texts,
        deadline: text.exactOptional(),
        onExpiry: z.enum(['deny', 'park']),
        mayDelegate: z.boolean(),
      }),
    ),
    autoApproval,
    denials: z.array(denial),
  }),
);
