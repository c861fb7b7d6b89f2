import { z } from 'zod';
import { ACTS } from '../../domain/acts.ts';
import type { ChangedFile } from '../../domain/changed-file.ts';
import type { RequestActs } from '../request-acts.ts';
import { shapeOf, text } from './shape.ts';

export const requestActs = shapeOf<RequestActs>()(
  'RequestActs',
  z.strictObject({ may: z.array(z.enum(ACTS)), temporal: text.nullable() }),
);

export const changedFile = shapeOf<ChangedFile>()(
  'ChangedFile',
  z.strictObject({ path: text, change: z.enum(['added', 'changed', 'removed']), patch: text.exactOptional() }),
);
