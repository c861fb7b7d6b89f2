/*
 * Headers that every mail of Berth carries, so that no machine answers it and Berth knows its own mail again when
 * it comes back.
 */

/** Names the Berth instance that sent a mail; intake drops what returns with its own. */
export const LOOP_HEADER = 'X-Berth-Loop';

/** The name of an instance: the host of its public address, e.g. `berth.example.test`. */
export const instanceName = (publicUrl: string): string => new URL(publicUrl).host;

/** Headers of every outgoing mail, by name. */
export const outgoingHeaders = (instance: string): Readonly<Record<string, string>> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
  [LOOP_HEADER]: instance,
});
