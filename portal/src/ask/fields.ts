import type { SelectedItem, Size, Stage } from '../../../src/domain/selection.ts';
import { written } from '../written.ts';

/** What somebody types to ask for a project. Everything is there, so that every input has a value. */
export interface AskFields extends Chosen {
  /** Mail address of whom it is for; support only. */
  readonly onBehalfOf: string;
  readonly project: string;
  readonly title: string;
  readonly lead: string;
  readonly costCentre: string;
  readonly members: readonly string[];
  readonly reason: string;
  /** What is wanted is chosen later, once the accounts are there. */
  readonly later: boolean;
}

/** What is picked for an environment. */
export interface Chosen {
  readonly stage: Stage;
  readonly regions: readonly string[];
  readonly size: Size;
  readonly items: readonly SelectedItem[];
}

export const NOTHING: AskFields = {
  onBehalfOf: '',
  project: '',
  title: '',
  lead: '',
  costCentre: '',
  members: [],
  reason: '',
  later: false,
  stage: 'dev',
  regions: [],
  size: 'S',
  items: [],
};

/** The body of `POST /api/requests` and `POST /api/previews`; what is empty is left out unless it is needed. */
export function bodyOf(fields: AskFields) {
  const { project, title, lead, costCentre, members, reason, later, onBehalfOf } = fields;
  return {
    project: project.trim(),
    lead: lead.trim(),
    costCentre: costCentre.trim(),
    ...written({ title, reason, onBehalfOf }),
    ...(members.length > 0 ? { members } : {}),
    ...(later ? {} : { environments: [chosenOf(fields)] }),
  };
}
export type AskBody = ReturnType<typeof bodyOf>;

/** As the API takes a selection. */
export const chosenOf = ({ stage, regions, size, items }: Chosen): Chosen => ({ stage, regions, size, items });

/** What an item's parameters are before anybody has touched them: the defaults of their JSON Schema. */
export function defaultsOf(schema: Readonly<Record<string, unknown>>): SelectedItem['parameters'] {
  const properties = (schema['properties'] ?? {}) as Record<string, { default?: SelectedItem['parameters'][string] }>;
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A second one of its kind gets a name of its own, where it has one at all. */
export function withOwnName(picked: SelectedItem, others: readonly SelectedItem[]): SelectedItem {
  const { name } = picked.parameters;
  if (typeof name !== 'string') return picked;
  const taken = new Set(others.filter(({ item }) => item === picked.item).map(({ parameters }) => parameters['name']));
  let own = name;
  for (let n = 2; taken.has(own); n += 1) own = `${name}${n}`;
  return { ...picked, parameters: { ...picked.parameters, name: own } };
}
