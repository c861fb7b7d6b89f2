import { z } from 'zod';
import { ROLES, type Role } from '../../auth/roles.ts';
import type { Proven } from '../caller.ts';
import { shapeOf, text } from './shape.ts';

/** Who is signed in, and what the directory lets them do wherever they look. */
export interface Me {
  /** Directory id. */
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly roles: readonly Role[];
  readonly queues: readonly ('support' | 'operators')[];
  readonly mayAsk: boolean;
  readonly mayAskForOthers: boolean;
  readonly signedInBy: Proven['by'];
}

export const me = shapeOf<Me>()(
  'Me',
  z.strictObject({
    id: text,
    name: text,
    mail: text,
    roles: z.array(z.enum(Object.keys(ROLES) as [Role, ...Role[]])),
    queues: z.array(z.enum(['support', 'operators'])),
    mayAsk: z.boolean(),
    mayAskForOthers: z.boolean(),
    signedInBy: z.enum(['oidc', 'directory', 'bearer', 'service']),
  }),
);
