import type { RequestStatus } from '../domain/status.ts';
import { describeStatus } from '../domain/status-text.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { readEnvironment } from './environment.ts';

/** What every command is given. */
export interface CliContext {
  readonly api: ApiClient;
  /** Writes a line to standard output. */
  readonly print: (text: string) => void;
}

export function createCliContext(): CliContext {
  return { api: createApiClient(readEnvironment()), print: (text) => void process.stdout.write(`${text}\n`) };
}

export const requestPath = (reference: string, act?: string): string =>
  `/api/requests/${encodeURIComponent(reference.toUpperCase())}${act ? `/${act}` : ''}`;

export const readStatus = ({ api }: CliContext, reference: string): Promise<RequestStatus> =>
  api.get<RequestStatus>(requestPath(reference));

/** The status in the words of every other surface, without the marks of Markdown. */
export const plainStatus = (status: RequestStatus): string =>
  describeStatus(status).replaceAll('**', '').replaceAll('\n\n', '\n');
