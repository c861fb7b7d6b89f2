/* Kinds of settings of `berth.yaml` that occur more than once. */
import { z } from 'zod';

/** The path of a secret's file; relative paths start at the configuration file. */
export const secretFile = z.string().min(1).describe('Path of a file that holds the secret').brand<'secretFile'>();
export const duration = z.string().regex(/^\d+(s|m|h|d)$/, 'must be a number and s, m, h or d, such as "2h"');

/** Nobody in between may change what is answered: plain HTTP stays on this machine. */
export const secureUrl = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be a URL such as ${example}` })
    .refine(
      (url) => /^https:|^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)([:/]|$)/.test(url),
      'must be https://, except on this machine',
    );
