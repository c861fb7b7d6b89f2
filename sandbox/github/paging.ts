import type { Call, Hub } from './hub.ts';

/** The asked page of `all`, with GitHub's Link header. */
export function page<T>(hub: Hub, call: Call, all: readonly T[]): readonly T[] {
  const size = clamp(Number(call.req.query('per_page') ?? 30), 1, 100);
  const number = Math.max(1, Number(call.req.query('page') ?? 1));
  const last = Math.max(1, Math.ceil(all.length / size));
  const links = [
    ...(number > 1 ? [link(hub, call, 1, 'first'), link(hub, call, number - 1, 'prev')] : []),
    ...(number < last ? [link(hub, call, number + 1, 'next'), link(hub, call, last, 'last')] : []),
  ];
  if (links.length > 0) call.header('link', links.join(', '));
  return all.slice((number - 1) * size, number * size);
}

function link(hub: Hub, call: Call, number: number, rel: string): string {
  const query = new URLSearchParams(call.req.query());
  query.set('page', String(number));
  return `<${hub.url}${call.req.path}?${query.toString()}>; rel="${rel}"`;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value || low));
