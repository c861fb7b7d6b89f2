/* A reader of server-sent events, as a browser is one. */

export interface Heard {
  readonly event: string;
  readonly data: unknown;
  readonly id: string | undefined;
}

export interface Listener {
  /** Everything that was heard so far. */
  readonly heard: readonly Heard[];
  /** Resolves with the first event, heard or still to come, for which this holds. */
  until(test: (heard: Heard) => boolean): Promise<Heard>;
  /** Resolves when the stream has ended. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Reads a stream until it ends or is closed. */
export function listen(response: Response): Listener {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const heard: Heard[] = [];
  let tell = () => {};
  let news = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let isOver = false;
  const renew = () => {
    tell();
    news = new Promise<void>((resolve) => {
      tell = resolve;
    });
  };
  const read = async () => {
    const decoder = new TextDecoder();
    for (let rest = ''; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) heard.push(...parse(block));
      renew();
    }
  };
  const ended = read()
    .catch(() => {})
    .finally(() => {
      isOver = true;
      renew();
    });
  return {
    heard,
    ended,
    until: async (test) => {
      for (;;) {
        const found = heard.find(test);
        if (found) return found;
        if (isOver) throw new Error(`The stream ended without it: ${JSON.stringify(heard)}`);
        await news;
      }
    },
    close: () => reader.cancel(),
  };
}

/** Comments and the pause between two tries are no events. */
function parse(block: string): Heard[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const event = fields.get('event');
  if (event === undefined) return [];
  return [{ event, data: JSON.parse(fields.get('data') ?? 'null'), id: fields.get('id') }];
}
