import { z } from 'zod';
import { ClientError } from '../clients/client-error.ts';
import { pathOf } from '../config-problems.ts';
import { APPROVER_ROLES, ASPECTS, type PolicyAnswer } from '../domain/policy.ts';

const ROLES: ReadonlySet<string> = new Set(APPROVER_ROLES);
const sentence = z.string().min(1, 'must not be empty');
const party = z
  .string()
  .refine(
    (name) => ROLES.has(name) || /^group:./.test(name),
    `must be one of ${APPROVER_ROLES.join(', ')} or group:<name>`,
  );

const stage = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes, 40 at most'),
    mode: z.enum(['all', 'any', 'n-of']),
    count: z.int().min(1).max(20).optional(),
    of: z.array(party).min(1).refine(isDistinct, 'must not name a party twice'),
    about: z.array(z.enum(ASPECTS)).min(1).refine(isDistinct, 'must not name an aspect twice'),
    deadline: z
      .string()
      .regex(/^[1-9]\d{0,3}[smhd]$/, 'must be a number and s, m, h or d, such as "3d"')
      .optional(),
    onExpiry: z.enum(['deny', 'park']),
    mayDelegate: z.boolean(),
    why: sentence,
  })
  .refine(({ mode, count }) => (mode === 'n-of') === (count !== undefined), {
    path: ['count'],
    message: 'must be there for the mode n-of, and for no other',
  });

const denial = z.strictObject({ rule: sentence, reason: sentence, mend: sentence });
const autoApproval = z.strictObject({ rule: sentence, evidence: z.array(sentence).min(1) });

const answer = z
  .strictObject({
    stages: z.array(stage).refine((all) => isDistinct(all.map(({ name }) => name)), 'must not use a name twice'),
    autoApproval: autoApproval.nullable(),
    denials: z.array(denial),
    /** What the policy finds wrong with its own settings: then nothing else of its answer means anything. */
    problems: z.array(sentence).default([]),
  })
  .superRefine(({ stages, autoApproval: approval, denials, problems }, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (problems.length > 0 || denials.length > 0) {
      if (approval) complain('autoApproval', 'must be null where something is denied');
    } else if (!approval && !stages.some(({ about }) => about.includes('content'))) {
      complain('stages', 'must have one that is about content: else nobody decides about it');
    }
  });

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/**
 * Checks what an engine returned.
 * @param asked who answered, for messages: `The policy approval@3f2a`.
 * @throws ClientError `Configuration` that names what is wrong and where.
 */
export function readAnswer(value: unknown, asked: string): PolicyAnswer {
  if (value === undefined) {
    const mend = 'Give the package berth.approval a rule "answer" that is defined for every input';
    throw new ClientError('Configuration', `${asked} answers nothing. ${mend} (docs/approvals.md).`);
  }
  const { data, error } = answer.safeParse(value);
  if (!data) {
    const wrong = error.issues.map(({ path, message }) => `${path.length > 0 ? pathOf(path) : 'answer'}: ${message}`);
    throw new ClientError('Configuration', `${asked} answers what means nothing: ${wrong.join('; ')}.`);
  }
  const { problems, ...said } = data;
  if (problems.length === 0) return said as PolicyAnswer;
  const mend = 'Mend `approval` in organisation.yaml of the fleet repository';
  throw new ClientError('Configuration', `${asked} cannot use its settings: ${problems.join('; ')}. ${mend}.`);
}
