import { REFERENCE } from '../domain/naming.ts';
import type { RequestStatus } from '../domain/status.ts';
import { describeStatus } from '../domain/status-text.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { readEnvironment } from './environment.ts';
import { CliFailure, EXIT } from './failures.ts';

/** What every command is given. */
export interface CliContext {
  readonly api: ApiClient;
  /** Writes a line to standard output. */
  readonly print: (text: string) => void;
}

export function createCliContext(): CliContext {
  return { api: createApiClient(readEnvironment()), print: (text) => void process.stdout.write(`${text}\n`) };
}

/** @throws CliFailure for what cannot be a reference. */
export function requestPath(reference: string, act?: string): string {
  const wanted = reference.toUpperCase();
  if (REFERENCE.test(wanted)) return `/api/requests/${wanted}${act ? `/${act}` : ''}`;
  throw new CliFailure(EXIT.usage, `"${reference}" is no reference: one looks like BR-7F3K2M9QXA.`, 'berth tasks');
}

export const readStatus = ({ api }: CliContext, reference: string): Promise<RequestStatus> =>
  api.get<RequestStatus>(requestPath(reference));

/** The status in the words of every other surface, without the marks of Markdown. */
export const plainStatus = (status: RequestStatus): string =>
  describeStatus(status).replaceAll('**', '').replaceAll('\n\n', '\n');
