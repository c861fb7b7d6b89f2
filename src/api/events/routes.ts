import { events } from '../answers/shape.ts';
import { defineRoute } from '../registry.ts';
import { mayDo, waitedForAs } from '../rights.ts';
import type { Events } from './events.ts';
import { type Followed, type Reading, streamTo } from './reader.ts';
import type { ServerEvent } from './stream.ts';

/** What a page keeps itself up to date by, without asking again and again. */
export const eventRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/requests/:reference/events',
    tag: 'Requests',
    summary: 'A request as it goes on: status, and lines of its story',
    right: 'see',
    answers: { 200: events },
    handle: async (call) => {
      const { deps, params, header } = call;
      const told = lastTold(header('Last-Event-ID'));
      return streamTo(call, (wake) => followRequest(deps.events, params.reference, told, wake));
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/work/events',
    tag: 'Work',
    summary: 'Which requests that wait for you, or that you asked for, stand otherwise',
    right: 'signed-in',
    answers: { 200: events },
    handle: async (call: Reading) => streamTo(call, (wake) => followWork(call, wake)),
  }),
];

/** How many lines of the story a browser that comes back has been told. */
const lastTold = (id: string | undefined): number => (/^\d{1,9}$/.test(id ?? '') ? Number(id) : 0);

function followRequest(from: Events, reference: string, alreadyTold: number, wake: () => void): Followed {
  const { thing, release } = from.requests.lend(reference, wake);
  let shown: unknown;
  let saidOver = false;
  let told = alreadyTold;
  return {
    release,
    isOver: () => thing.seen().isOver,
    allows: (caller) => {
      const { status } = thing.seen();
      return status === undefined || mayDo('see', caller, status);
    },
    take: () => {
      const { status, timeline = [], isOver } = thing.seen();
      const news: ServerEvent[] = [];
      if (status && status !== shown) news.push({ name: 'status', data: status });
      shown = status;
      // A number that no story of ours has reached was not ours.
      const lines = timeline.slice(told > timeline.length ? 0 : told);
      if (lines.length > 0) news.push({ name: 'timeline', data: lines, id: timeline.length });
      if (timeline.length > 0) told = timeline.length;
      if (isOver && !saidOver) news.push({ name: 'end', data: {} });
      saidOver = isOver;
      return news;
    },
  };
}

function followWork({ deps, caller }: Reading, wake: () => void): Followed {
  const names = waitedForAs(caller);
  let isNew = false;
  const changed = new Set<string>();
  const release = deps.events.work.add({
    names,
    tell: (references) => {
      isNew = true;
      for (const reference of references) changed.add(reference);
      wake();
    },
  });
  return {
    release,
    isOver: () => false,
    // Who serves another queue than before comes again, and is told of that one.
    allows: (now) => waitedForAs(now).join() === names.join(),
    take: () => {
      if (!isNew) return [];
      const data = { changed: [...changed] };
      isNew = false;
      changed.clear();
      return [{ name: 'work', data }];
    },
  };
}
