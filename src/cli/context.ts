import type { LedgerEntry } from '../domain/ledger.ts';
import { REFERENCE } from '../domain/naming.ts';
import type { RequestStatus } from '../domain/status.ts';
import { describeStatus } from '../domain/status-text.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { credentialsOf } from './credentials.ts';
import { readEnvironment } from './environment.ts';
import { CliFailure, EXIT } from './failures.ts';

/** What every command is given. */
export interface CliContext {
  readonly api: ApiClient;
  /** Writes a line to standard output; nothing for no words, such as a list of none. */
  readonly print: (text: string) => void;
}

/** @param profile by which sign-in; absent: as the environment says. */
export function createCliContext(profile?: string): CliContext {
  return {
    api: createApiClient(() => credentialsOf(readEnvironment(), profile)),
    print: (text) => void (text && process.stdout.write(`${text}\n`)),
  };
}

/** @throws CliFailure for what cannot be a reference. */
export function requestPath(reference: string, act?: string): string {
  return `/api/requests/${checked(reference)}${act ? `/${act}` : ''}`;
}

/** @throws CliFailure for what cannot be a reference. */
export const historyPath = (reference: string): string => `/api/history/${checked(reference)}`;

function checked(reference: string): string {
  const wanted = reference.toUpperCase();
  if (REFERENCE.test(wanted)) return wanted;
  throw new CliFailure(EXIT.usage, `"${reference}" is no reference: one looks like BR-7F3K2M9QXA.`, 'berth tasks');
}

/** What is left of a request that Temporal has forgotten, corrections last. */
export interface Remembered {
  readonly ledger: readonly LedgerEntry[];
}

export const readRequest = ({ api }: CliContext, reference: string): Promise<RequestStatus | Remembered> =>
  api.get(requestPath(reference));

/** @throws CliFailure for a request that only the ledger knows: nothing can be done with it any more. */
export async function readStatus(context: CliContext, reference: string): Promise<RequestStatus> {
  const read = await readRequest(context, reference);
  if (!('ledger' in read)) return read;
  throw new CliFailure(EXIT.refused, `${reference} has ended; only the ledger knows it.`, `berth history ${reference}`);
}

/** The status in the words of every other surface, without the marks of Markdown. */
export const plainStatus = (status: RequestStatus): string =>
  describeStatus(status).replaceAll('**', '').replaceAll('\n\n', '\n');
