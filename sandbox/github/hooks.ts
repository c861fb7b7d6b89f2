import { createHmac, randomUUID } from 'node:crypto';
import { APP_ID } from './auth.ts';
import type { State } from './state.ts';

/** Sends the App's webhooks, signed as GitHub signs them. A failed delivery is not sent again, as with GitHub. */
export interface Hooks {
  send(event: string, payload: Readonly<Record<string, unknown>>): void;
  /** Ends deliveries that are still under way. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

export function makeHooks(state: State): Hooks {
  const ending = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  return {
    send(event, payload) {
      const target = state.webhook;
      if (!target) return;
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const delivery = deliver(target, event, JSON.stringify(payload), signal);
      underWay.add(delivery);
      void delivery.finally(() => underWay.delete(delivery));
    },
    async close() {
      ending.abort();
      await Promise.all(underWay);
    },
  };
}

async function deliver(
  target: { url: string; secret: string },
  event: string,
  body: string,
  signal: AbortSignal,
): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-github-hook-id': APP_ID,
    'x-github-hook-installation-target-type': 'integration',
    'x-github-hook-installation-target-id': APP_ID,
    'x-hub-signature-256': `sha256=${createHmac('sha256', target.secret).update(body).digest('hex')}`,
  };
  try {
    const answer = await fetch(target.url, { method: 'POST', headers, body, signal });
    await answer.arrayBuffer();
  } catch {
    // Nobody listens: GitHub notes it and goes on.
  }
}
