import type { Mail } from './message.ts';
import { readOurMessageId } from './thread.ts';

/** A mail of ours that did not arrive. */
export interface Bounce {
  readonly reference: string;
  /** Which mail of the request, e.g. `ready`. */
  readonly what: string;
  /** The address that failed; empty when the report does not say. */
  readonly to: string;
  readonly reason: string;
}

const MAX_REASON = 300;

/** The mail of ours a delivery report (RFC 3464) encloses; undefined when it is about somebody else's. */
export function readBounce(mail: Mail, domain: string): Bounce | undefined {
  const enclosed = mail.parts.flatMap((part) => /^message-id:\s*(\S+)/im.exec(part.head)?.[1] ?? []);
  const ours = [...enclosed, ...mail.references].map((id) => readOurMessageId(id, domain)).find(Boolean);
  if (!ours) return undefined;
  const report = [mail.text, ...mail.parts.map((part) => part.head)].join('\n');
  const field = (name: string) => new RegExp(`^${name}:\\s*(.{1,${MAX_REASON}})`, 'im').exec(report)?.[1]?.trim();
  const to = field('final-recipient')?.split(';').at(-1)?.trim().toLowerCase() ?? '';
  return { ...ours, to, reason: field('diagnostic-code') ?? field('status') ?? 'no reason given' };
}
