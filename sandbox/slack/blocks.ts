/*
 * Checks blocks as Slack documents them. Stricter than Slack: only the five kinds below are known, in modals `input` too
 * (views.ts); image, rich_text, markdown and the rest are refused like a misspelt one, and every element of `actions` is
 * a button.
 */
import { z } from 'zod';
import type { Block } from './block.ts';

const textOf = (longest: number) =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('plain_text'),
      text: z.string().min(1).max(longest),
      emoji: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal('mrkdwn'),
      text: z.string().min(1).max(longest),
      verbatim: z.boolean().optional(),
    }),
  ]);
/** `plain_text` of at most this many characters. */
export const plainText = (longest: number) =>
  textOf(longest).refine((t) => t.type === 'plain_text', 'must be plain_text');
/** Of a block or an action. */
export const id = z.string().min(1).max(255);

const button = z.strictObject({
  type: z.literal('button'),
  action_id: id.optional(),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

/** A block of a message. */
export const block = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('section'),
      block_id: id.optional(),
      text: textOf(3000).optional(),
      fields: z.array(textOf(2000)).min(1).max(10).optional(),
      expand: z.boolean().optional(),
    })
    .refine((s) => s.text || s.fields, 'needs text or fields'),
  z.strictObject({ type: z.literal('header'), block_id: id.optional(), text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), block_id: id.optional() }),
  z.strictObject({
    type: z.literal('context'),
    block_id: id.optional(),
    elements: z.array(textOf(3000)).min(1).max(10),
  }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: id.optional(),
    elements: z
      .array(button)
      .min(1)
      .max(25)
      .refine((all) => areUnique(all.map((b) => b.action_id)), 'action_id is not unique in its block'),
  }),
]);

const blocks = z
  .array(block)
  .max(50)
  .refine((all) => areUnique(all.map((b) => b.block_id)), 'block_id is not unique in the message');

/** True when no id is given twice; those that Slack fills in do not count. */
export function areUnique(ids: readonly (string | undefined)[]): boolean {
  const given = ids.filter((i) => i !== undefined);
  return new Set(given).size === given.length;
}

/** The blocks with the ids that Slack fills in, or what is wrong with them. */
export function checkBlocks(value: unknown): { blocks: Block[] } | { errors: string[] } {
  const parsed = blocks.safeParse(value);
  if (!parsed.success) {
    return { errors: parsed.error.issues.map((i) => `${i.message} [json-pointer:/blocks/${i.path.join('/')}]`) };
  }
  return { blocks: parsed.data.map((b, i) => withIds(b, i)) };
}

/** With the ids that Slack fills in. */
export function withIds(given: z.infer<typeof block>, index: number): Block {
  const block_id = given.block_id ?? `b${index}`;
  if (given.type !== 'actions') return { ...given, block_id };
  return { ...given, block_id, elements: given.elements.map((e, i) => ({ ...e, action_id: e.action_id ?? `a${i}` })) };
}
