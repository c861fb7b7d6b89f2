import { lasted } from '../request/lasted.ts';

/** So many milliseconds in words: `3 hours`. */
export const span = (ms: number, language: string): string =>
  lasted(new Date(0).toISOString(), new Date(ms).toISOString(), language);
