/*
 * One reader of server-sent events. Nothing is kept for a reader but what their own window holds: when there is room
 * the source is asked what is new since it was asked last, so a slow reader gets fewer events, not later ones. Whoever
 * does not read at all is let go.
 */

export interface ServerEvent {
  readonly name: string;
  readonly data: unknown;
  /** What the browser sends back as Last-Event-ID when it takes the stream up again. */
  readonly id?: number;
}

/** What a stream tells. */
export interface Source {
  /** What is new since the last call; called only when the reader has room for it. */
  take(): readonly ServerEvent[];
  /** Called once, however the stream has ended. */
  ended(): void;
}

export interface EventStream {
  readonly response: Response;
  /** There may be something new. */
  wake(): void;
  /** Tells what is still new, then ends. */
  end(): void;
  /** Ends at once, whether or not somebody reads. */
  cut(): void;
}

export interface Beat {
  /** How often a reader hears that the stream lives, in milliseconds. */
  readonly everyMs: number;
  /** How long a reader may read nothing, in milliseconds. */
  readonly patienceMs: number;
}

export const BEAT: Beat = { everyMs: 15_000, patienceMs: 60_000 };

/** Bytes that may wait for one reader here; the status of a request fits many times. */
const WINDOW = 256 * 1024;
const FIRST_PAUSE_MS = 2_000;
/** Proxies pass on each event as it comes, and change nothing. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

const encoder = new TextEncoder();
const asText = ({ name, data, id }: ServerEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Opens a stream; it ends with its reader, by `end`, or when the reader does not read. */
export function openStream(source: Source, beat: Beat = BEAT): EventStream {
  let state: 'open' | 'ending' | 'over' = 'open';
  let roomAt = performance.now();
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const send = (text: string) => controller.enqueue(encoder.encode(text));
  const hasRoom = () => (controller.desiredSize ?? 0) > 0;

  const finish = (how: () => void) => {
    if (state === 'over') return;
    state = 'over';
    clearInterval(timer);
    how();
    source.ended();
  };
  const flush = () => {
    if (state === 'over' || !hasRoom()) return;
    roomAt = performance.now();
    for (const event of source.take()) send(asText(event));
    if (state === 'ending') finish(() => controller.close());
  };
  const beatOnce = () => {
    if (hasRoom()) send(': still here\n\n');
    else if (performance.now() - roomAt > beat.patienceMs) finish(() => controller.error(new Error('nobody reads')));
  };

  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
        // All of them come back at once after a restart: not in the same moment.
        send(`retry: ${Math.round(FIRST_PAUSE_MS * (1 + Math.random()))}\n\n`);
      },
      pull: flush,
      cancel: () => finish(() => {}),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: WINDOW }),
  );
  const timer = setInterval(beatOnce, beat.everyMs);
  timer.unref();
  return {
    response: new Response(stream, { headers: HEADERS }),
    wake: flush,
    end: () => {
      if (state === 'open') state = 'ending';
      flush();
    },
    cut: () => finish(() => controller.error(new Error('The API ends'))),
  };
}
