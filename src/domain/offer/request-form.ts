import { SLUG } from '../naming.ts';
import { REQUEST_LIMITS } from '../request.ts';
import { type Json, SIZES, STAGES } from '../selection.ts';
import type { Offer, OfferedItem } from './offer.ts';

interface Schema {
  readonly [keyword: string]: Json;
}

const MAIL: Schema = { type: 'string', format: 'email' };

/**
 * The JSON Schema (2020-12) of a request for a project and its first environment, as `POST /api/requests` takes it: for
 * whoever draws a form, such as Backstage. What it lets through is checked again by the same rules as a mail.
 */
export function requestFormSchema({ items, clusters, costCentres }: Omit<Offer, 'form'>): Schema {
  const regions = [...new Set(clusters.map(({ region }) => region))];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Project',
    type: 'object',
    required: ['project', 'lead', 'costCentre'],
    properties: {
      project: {
        title: 'Project',
        description: '3 to 30 of a-z, 0-9 and "-", starting with a letter. Environments are called <project>-<stage>.',
        type: 'string',
        pattern: SLUG.source,
      },
      title: { title: 'Title', type: 'string', maxLength: REQUEST_LIMITS.title },
      lead: { title: 'Lead', description: 'Mail address of who leads the project.', ...MAIL },
      costCentre: { title: 'Cost centre', type: 'string', ...examples(costCentres) },
      members: {
        title: 'Developers',
        description: 'Mail addresses of those who work in it, beside whoever asks.',
        type: 'array',
        maxItems: REQUEST_LIMITS.members,
        uniqueItems: true,
        items: MAIL,
      },
      reason: {
        title: 'Reason',
        description: 'For whoever decides.',
        type: 'string',
        maxLength: REQUEST_LIMITS.reason,
      },
      environments: {
        title: 'Environment',
        description: 'Left out: what is wanted is chosen later, once the accounts are there.',
        type: 'array',
        maxItems: 1,
        items: environmentSchema(regions, items),
      },
    },
    additionalProperties: false,
  };
}

function environmentSchema(regions: readonly string[], items: readonly OfferedItem[]): Schema {
  return {
    type: 'object',
    required: ['stage', 'regions', 'size'],
    properties: {
      stage: { title: 'Stage', type: 'string', enum: [...STAGES], default: 'dev' },
      regions: {
        title: 'Regions',
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'string', enum: [...regions] },
      },
      size: { title: 'Size', type: 'string', enum: [...SIZES], default: 'S' },
      items: { title: 'Items', type: 'array', maxItems: REQUEST_LIMITS.items, items: { oneOf: items.map(itemSchema) } },
    },
    additionalProperties: false,
  };
}

function itemSchema({ name, title, description, schema }: OfferedItem): Schema {
  const { $schema: _, ...parameters } = schema;
  return {
    title,
    description,
    type: 'object',
    required: ['item'],
    properties: { item: { title: 'Item', type: 'string', const: name, default: name }, parameters },
    additionalProperties: false,
  };
}

const examples = (all: readonly string[]): Schema => (all.length > 0 ? { examples: [...all] } : {});
