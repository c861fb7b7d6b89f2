/* How a request in line is told that it is, and who can make room. */

import { limitName } from './budget-share.ts';
import type { BookOwner } from './claim.ts';
import { describeComponent, LOAD_COMPONENTS, type Load } from './load.ts';
import { groupName, ownersGroupName } from './naming.ts';
import type { Place } from './reservation.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

/** `No room for 4 cores of CPU in the capacity of cluster-west-prod (1 of 3 free); second in the queue`. */
export function describeWait(owner: BookOwner, place: Place, currency: string): string {
  const queue = `${ORDINALS[place.place - 1] ?? `number ${place.place}`} in the queue`;
  const words = place.lacking.map((key) => describeLack(owner, place, key, currency));
  if (words.length > 0) return `${words.join('; ')}; ${queue}`;
  const components = LOAD_COMPONENTS.filter((key) => place.limit[key] !== undefined && place.wanted[key] > 0);
  return `Others wait before it for ${limitName(owner, components[0] ?? 'milliCpu')}; ${queue}`;
}

function describeLack(owner: BookOwner, place: Place, key: keyof Load, currency: string): string {
  const limit = place.limit[key] ?? 0;
  const free = Math.max(0, limit - place.standing[key] - place.reserved[key]);
  const wanted = describeComponent(key, place.wanted[key], currency);
  const [left, all] = [free, limit].map((value) => describeComponent(key, value, currency).split(' ')[0]);
  return `No room for ${wanted} in ${limitName(owner, key)}, which has ${left} left of ${all}`;
}

/** The cluster itself, or the group of the directory that owns the budget. */
export function whoMakesRoom({ kind, name }: BookOwner): string[] {
  if (kind === 'cluster') return [name];
  if (kind === 'organisation') return ['queue:operators'];
  return [kind === 'project' ? groupName(name, 'leads') : ownersGroupName(name)];
}
