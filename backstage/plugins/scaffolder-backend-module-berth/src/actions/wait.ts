import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { BerthRefused, tokenOf } from 'backstage-plugin-berth-node';
import type { ActionDeps } from './deps.ts';

/** The parts of Berth's status that are told here. */
interface Status {
  readonly reference: string;
  readonly phase: string;
  readonly step: string;
  readonly waitingOn: { readonly who: readonly string[]; readonly text: string; readonly deadline: string } | null;
  readonly failure: { readonly message: string } | null;
}

const GOOD = new Set(['ready', 'removed']);
const BAD = new Set(['rejected', 'withdrawn', 'expired', 'undone', 'partially-ready']);
const EVERY_MS = 5_000;

/**
 * Waits until a request of Berth is over. Berth carries it on whether somebody waits or not, so a wait that ends early, with its
 * task or its time, loses nothing.
 */
export function createWaitAction({ api, auth }: ActionDeps) {
  return createTemplateAction({
    id: 'berth:request:wait',
    description: 'Waits until a request of Berth is ready, and says meanwhile whom it waits for.',
    supportsDryRun: true,
    schema: {
      input: {
        reference: (z) => z.string().describe('Of the request, as berth:request:create gives it'),
        minutes: (z) =>
          z.number().min(1).max(50).default(30).describe('How long at most: sign-ins to Backstage last about an hour'),
      },
      output: {
        phase: (z) => z.string().describe('How it ended: ready'),
        url: (z) => z.string().describe('Its page in Berth'),
      },
    },
    async handler(ctx) {
      const { reference, minutes } = ctx.input;
      const url = api.pageOf(reference);
      ctx.output('url', url);
      if (ctx.isDryRun) return ctx.output('phase', 'ready');
      const read = async () => {
        const token = await tokenOf(auth, await ctx.getInitiatorCredentials());
        return api.get<Status>(`/api/requests/${encodeURIComponent(reference)}`, { token, signal: ctx.signal });
      };
      const { phase, failure } = await waitUntilOver(read, { ...ctx, until: Date.now() + minutes * 60_000, url });
      if (!GOOD.has(phase)) throw new Error(`${reference} is ${phase}. ${failure?.message ?? ''} ${url}`);
      ctx.output('phase', phase);
    },
  });
}

interface Wait {
  readonly logger: Pick<LoggerService, 'info' | 'warn'>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly url: string;
}

/** The status at the end, told step by step. @throws when time is up, or the request cannot be read for good. */
async function waitUntilOver(read: () => Promise<Status>, { logger, signal, until, url }: Wait): Promise<Status> {
  for (let told = ''; Date.now() < until; await pause(EVERY_MS, undefined, signal ? { signal } : {})) {
    const status = await read().catch(forNow);
    if (status instanceof BerthRefused) {
      logger.warn(`${status.message}; asking again`);
      continue;
    }
    const line = describe(status);
    if (line !== told) logger.info(line);
    told = line;
    if (GOOD.has(status.phase) || BAD.has(status.phase)) return status;
  }
  throw new Error(`It is not over in this time. It goes on by itself: ${url}`);
}

/** What passes is given back, to be asked again; anything else is thrown. */
function forNow(error: unknown): BerthRefused {
  if (error instanceof BerthRefused && (error.status >= 500 || error.status === 429)) return error;
  throw error;
}

function describe({ reference, phase, step, waitingOn }: Status): string {
  const wait = waitingOn
    ? `; waits for ${waitingOn.who.join(', ')}: ${waitingOn.text} (until ${waitingOn.deadline})`
    : '';
  return `${reference} is ${phase}, at ${step}${wait}`;
}
