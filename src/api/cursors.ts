/* Where the next page of a list begins, as its reader keeps it: sealed, so that it is one of ours and of the same list. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApiDeps } from './deps.ts';
import { wrong } from './problems.ts';

/** Part of a list, and where the next one begins. */
interface Part<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

/**
 * Reads the page that `cursor` asks for, the first one without. @param list which list it is of, such as its path and filters.
 * @throws ApiProblem 422 for what is no cursor of this list.
 */
export async function readPart<T>(
  deps: Keyed,
  list: readonly unknown[],
  cursor: string | undefined,
  read: (from: string | undefined) => Promise<Part<T>>,
): Promise<Part<T>> {
  const which = JSON.stringify(list);
  const { items, cursor: next } = await read(cursor === undefined ? undefined : open(deps, which, cursor));
  return next === undefined ? { items } : { items, cursor: seal(deps, which, next) };
}

type Keyed = Pick<ApiDeps, 'config'>;

const seal = (deps: Keyed, list: string, at: string): string =>
  `${Buffer.from(at).toString('base64url')}.${sealOf(deps, list, at).toString('base64url')}`;

function open(deps: Keyed, list: string, cursor: string): string {
  const [at = '', sealed = ''] = cursor.split('.');
  const text = Buffer.from(at, 'base64url').toString();
  const [given, ours] = [Buffer.from(sealed, 'base64url'), sealOf(deps, list, text)];
  if (given.length === ours.length && timingSafeEqual(given, ours)) return text;
  throw wrong('cursor', 'It is no cursor of this list.', 'Take it from the page before, with the same filters.');
}

const sealOf = ({ config }: Keyed, list: string, at: string): Buffer =>
  createHmac('sha256', config.auth.decisionKey.reveal())
    .update(JSON.stringify(['cursor', list, at]))
    .digest();
