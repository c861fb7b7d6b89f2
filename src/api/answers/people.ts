import { z } from 'zod';
import { shapeOf, text } from './shape.ts';

/** Somebody whom an account plan may name, and nothing else that the directory knows of them. */
export interface FoundPerson {
  /** Directory id. */
  readonly account: string;
  readonly name: string;
  /** Empty where the directory has none. */
  readonly mail: string;
}

export const foundPerson = shapeOf<FoundPerson>()(
  'FoundPerson',
  z.strictObject({ account: text, name: text, mail: text }),
);
