import { createHash } from 'node:crypto';
import type { Cause } from './incident.ts';

/** What an incident's key looks like: it stands in workflow ids and addresses, so it holds nobody's words. */
export const INCIDENT_KEY = /^[a-z]+-[0-9a-f]{10}$/;

/** Names a cause: `forbidden-3f2a9c1d04`. The same cause has the same key for ever. */
export function incidentKey({ type, system, words }: Cause): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([type, system, words]))
    .digest('hex');
  const kind = type.toLowerCase().replace(/[^a-z]/g, '') || 'unknown';
  return `${kind}-${digest.slice(0, 10)}`;
}
