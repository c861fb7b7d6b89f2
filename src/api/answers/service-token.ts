import { z } from 'zod';
import type { ServiceToken } from '../../auth/service-tokens.ts';
import { shapeOf, text, texts, time } from './shape.ts';

const fields = {
  id: text,
  name: text,
  projects: texts,
  readsAll: z.literal(true).exactOptional(),
  by: text,
  at: time,
  until: time,
};

export const serviceToken = shapeOf<ServiceToken>()('ServiceToken', z.strictObject(fields));

/** The only answer that has the token itself. */
export const newServiceToken = shapeOf<ServiceToken & { token: string }>()(
  'NewServiceToken',
  z.strictObject({ ...fields, token: text }),
);
