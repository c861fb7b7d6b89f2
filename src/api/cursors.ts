/* Where the next page of a list begins, as its reader keeps it: sealed, so that it is one of ours and of the same list. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiDeps } from './deps.ts';
import { wrong } from './problems.ts';

type Keyed = Pick<ApiDeps, 'config'>;

/** @param list which list it is of, such as its path and filters. */
export const sealCursor = (deps: Keyed, list: string, at: string): string =>
  `${Buffer.from(at).toString('base64url')}.${sealOf(deps, list, at).toString('base64url')}`;

/** Undefined at the first page. @throws ApiProblem 422 for what is no cursor of this list. */
export function openCursor(deps: Keyed, list: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [at = '', seal = ''] = cursor.split('.');
  const text = Buffer.from(at, 'base64url').toString();
  const [given, ours] = [Buffer.from(seal, 'base64url'), sealOf(deps, list, text)];
  if (given.length === ours.length && timingSafeEqual(given, ours)) return text;
  throw wrong('cursor', 'It is no cursor of this list.', 'Take it from the page before, with the same filters.');
}

const sealOf = ({ config }: Keyed, list: string, at: string): Buffer =>
  createHmac('sha256', config.auth.decisionKey.reveal())
    .update(JSON.stringify(['cursor', list, at]))
    .digest();
