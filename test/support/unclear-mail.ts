import { join } from 'node:path';

/** A file with a mail of dana's that says too little to be a request. */
export const UNCLEAR_MAIL = join(import.meta.dirname, '..', 'fixtures', 'unclear.eml');
