/* Who is told when nobody acts, as the fleet writes it. */
import { z } from 'zod';
import type { Escalation, Rung } from './escalation.ts';

const AUDIENCE = /^(manager|platform-operator|group:\S.*)$/;
const AFTER = /^(\d+[smhd]|[1-9]\d?%)$/;

const rung: z.ZodType<Rung> = z.strictObject({
  after: z.string().regex(AFTER, 'must be a length such as "3d", or a share of the time such as "80%"'),
  tell: z.array(z.string().regex(AUDIENCE, 'must be manager, platform-operator or "group:<name>"')).min(1),
});

/** Before it is over somebody hears of it who can bring in whoever stands in. */
const LATE: readonly Rung[] = [{ after: '80%', tell: ['platform-operator'] }];

const ladder = z.array(rung);
const withDefault = ladder.default([...LATE]);

/** By kind of wait. What failed is with operators already. */
export const escalationSettings = z.strictObject({
  triage: withDefault,
  accounts: withDefault,
  selection: withDefault,
  approval: withDefault,
  manual: withDefault,
  repair: ladder.default([]),
} satisfies Record<keyof Escalation, z.ZodType>);
