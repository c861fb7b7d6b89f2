import { useEffect, useRef } from 'react';

/** What to do with each kind of event; its data has been parsed. */
export type Handlers = Readonly<Record<string, (data: unknown) => void>>;

/** First pause before a stream that the server has refused is asked for again, in milliseconds; it doubles up to the last. */
const FIRST_PAUSE = 2_000;
const LAST_PAUSE = 60_000;

/**
 * Follows a stream of server-sent events as long as the component is shown. A stream that breaks is taken up by the
 * browser, one that was refused (the API restarts, say) by us.
 */
export function useEvents(url: string | null, handlers: Handlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  const names = Object.keys(handlers).join(' ');
  useEffect(() => {
    if (url === null) return undefined;
    return follow(url, names.split(' '), (name, data) => latest.current[name]?.(data));
  }, [url, names]);
}

function follow(url: string, names: readonly string[], take: (name: string, data: unknown) => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  const open = () => {
    source = new EventSource(url);
    source.addEventListener('open', () => {
      pause = FIRST_PAUSE;
    });
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, pause * (0.5 + Math.random()));
      pause = Math.min(pause * 2, LAST_PAUSE);
    });
    // Nothing more will come: taking it up again would bring the same.
    source.addEventListener('end', () => source.close());
    for (const name of names) {
      source.addEventListener(name, (event) => take(name, JSON.parse((event as MessageEvent<string>).data)));
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
