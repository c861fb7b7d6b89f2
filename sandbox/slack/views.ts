/*
 * Modals: checked as Slack documents them when they are opened, shown to whoever made the trigger, and sent by them.
 * Stricter than Slack: inputs are texts only, `external_id`, `notify_on_close` and the rest of a view are not known here.
 */
import { z } from 'zod';
import type { Block } from './block.ts';
import { areUnique, block, id, plainText, withIds } from './blocks.ts';

const input = z.strictObject({
  type: z.literal('input'),
  block_id: id.optional(),
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  element: z
    .strictObject({
      type: z.literal('plain_text_input'),
      action_id: id.optional(),
      multiline: z.boolean().optional(),
      min_length: z.number().int().min(0).max(3000).optional(),
      max_length: z.number().int().min(1).max(3000).optional(),
      placeholder: plainText(150).optional(),
      initial_value: z.string().max(3000).optional(),
    })
    .refine((e) => (e.min_length ?? 0) <= (e.max_length ?? 3000), 'min_length is more than max_length'),
});

const modal = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: id.optional(),
    private_metadata: z.string().max(3000).optional(),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    blocks: z
      .array(z.union([input, block]))
      .min(1)
      .max(100)
      .refine((all) => areUnique(all.map((b) => b.block_id)), 'block_id is not unique in the view'),
  })
  .refine((view) => view.submit || view.blocks.every((b) => b.type !== 'input'), 'a view with inputs needs submit');

type Modal = z.infer<typeof modal>;

/** A place for text in an open view. */
export interface ViewInput {
  readonly block_id: string;
  readonly action_id: string;
  readonly label: string;
  readonly optional: boolean;
  readonly multiline: boolean;
  readonly minLength: number;
  readonly maxLength: number;
}

/** A view that somebody has before them. */
export interface OpenView {
  readonly id: string;
  /** Slack user id. */
  readonly person: string;
  readonly view: Modal;
  readonly inputs: readonly ViewInput[];
  /** What the app said against what was sent last, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** The view with the ids that Slack fills in, or what is wrong with it. */
export function checkModal(value: unknown): { view: Modal; inputs: ViewInput[] } | { errors: string[] } {
  const parsed = modal.safeParse(value);
  if (!parsed.success) {
    return { errors: parsed.error.issues.map((i) => `[ERROR] ${i.message} [json-pointer:/view/${i.path.join('/')}]`) };
  }
  const blocks = parsed.data.blocks.map((b, i) => ({ ...b, block_id: b.block_id ?? `b${i}` }));
  return { view: { ...parsed.data, blocks }, inputs: blocks.flatMap((b) => (b.type === 'input' ? [inputOf(b)] : [])) };
}

function inputOf(given: z.infer<typeof input> & { block_id: string }): ViewInput {
  const { block_id, label, optional, element } = given;
  return {
    block_id,
    action_id: element.action_id ?? 'a0',
    label: label.text,
    optional: optional === true,
    multiline: element.multiline === true,
    minLength: element.min_length ?? 0,
    maxLength: element.max_length ?? 3000,
  };
}

/** What Slack's own apps say before they send anything; undefined when it may be sent. */
export function complaint(inputs: readonly ViewInput[], written: Readonly<Record<string, string>>): string | undefined {
  for (const { block_id, label, optional, minLength, maxLength } of inputs) {
    const { length } = written[block_id] ?? '';
    if (length === 0 && !optional) return `${label}: please complete this required field`;
    if (length > 0 && (length < minLength || length > maxLength))
      return `${label}: ${minLength} to ${maxLength} characters`;
  }
  return undefined;
}

/** What an app may answer to a form: nothing, errors of its inputs, or to close all views. */
const answer = z.discriminatedUnion('response_action', [
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string().min(1)).refine((all) => Object.keys(all).length > 0, 'no errors'),
  }),
  z.strictObject({ response_action: z.literal('clear') }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
]);

/** What an app makes of a form: shown again with errors, replaced by another view, or closed. */
export type Answered =
  | { readonly errors: Record<string, string> }
  | { readonly instead: Pick<OpenView, 'view' | 'inputs'> }
  | 'closed';

/**
 * @throws Error for what Slack could not make sense of; it tells the person that the app has trouble.
 */
export function readAnswer(body: string, inputs: readonly ViewInput[]): Answered {
  if (body === '') return 'closed';
  const parsed = answer.parse(JSON.parse(body));
  if (parsed.response_action === 'clear') return 'closed';
  if (parsed.response_action === 'update') {
    const checked = checkModal(parsed.view);
    if ('errors' in checked) throw new Error(`another view that is none: ${checked.errors.join('; ')}`);
    return { instead: checked };
  }
  const strange = Object.keys(parsed.errors).filter((name) => inputs.every((i) => i.block_id !== name));
  if (strange.length > 0) throw new Error(`errors for no input of the view: ${strange.join(', ')}`);
  return { errors: parsed.errors };
}

const home = z.strictObject({
  type: z.literal('home'),
  callback_id: id.optional(),
  private_metadata: z.string().max(3000).optional(),
  blocks: z
    .array(block)
    .max(100)
    .refine((all) => areUnique(all.map((b) => b.block_id)), 'block_id is not unique in the view'),
});

/** The blocks of a tab with the ids that Slack fills in, or what is wrong with it. */
export function checkHome(value: unknown): { blocks: Block[] } | { errors: string[] } {
  const parsed = home.safeParse(value);
  if (parsed.success) return { blocks: parsed.data.blocks.map((b, i) => withIds(b, i)) };
  return { errors: parsed.error.issues.map((i) => `[ERROR] ${i.message} [json-pointer:/view/${i.path.join('/')}]`) };
}
