import { z } from 'zod';

/** What checks `Amounts`; apart from them, since workflows count with amounts and bundle no validation. */
export const amounts = z.strictObject({
  cpu: z.number().min(0),
  memoryGiB: z.number().min(0),
  storageGiB: z.number().min(0),
});
