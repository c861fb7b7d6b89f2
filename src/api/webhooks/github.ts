import { verify } from '@octokit/webhooks-methods';
import type { Hono } from 'hono';
import { z } from 'zod';
import { signalRunning } from '../../clients/temporal.ts';
import { REFERENCE, requestWorkflowId } from '../../domain/naming.ts';
import { hintSignal } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';

const repository = z.object({ full_name: z.string() });

/** What of a delivery tells whether, and to which request, it matters. */
const delivery = z.object({
  action: z.string().optional(),
  repository,
  ref: z.string().nullish(),
  ref_type: z.string().nullish(),
  deleted: z.boolean().optional(),
  changes: z.object({ base: z.unknown().optional() }).optional(),
  pull_request: z.object({ head: z.object({ ref: z.string(), repo: repository.nullish() }) }).nullish(),
  sender: z.object({ type: z.string() }).nullish(),
  workflow_run: z.object({ head_branch: z.string().nullish(), head_repository: repository.nullish() }).nullish(),
});
type Delivery = z.infer<typeof delivery>;

/**
 * The branch of an event after which a request may stand differently. Everything else would only lengthen the history
 * of the request: labels, comments, checks that start, `opened` and the pushes before it.
 */
const BRANCH_OF: Readonly<Record<string, (event: Delivery) => string | null | undefined>> = {
  pull_request: (event) => (movesPull(event) ? event.pull_request?.head.ref : undefined),
  pull_request_review: ({ action, pull_request }) =>
    ['submitted', 'dismissed', 'edited'].includes(action ?? '') ? pull_request?.head.ref : undefined,
  workflow_run: ({ action, workflow_run }) => (action === 'completed' ? workflow_run?.head_branch : undefined),
  push: ({ deleted, ref }) => (deleted === true ? ref : undefined),
  delete: ({ ref_type, ref }) => (ref_type === 'branch' ? ref : undefined),
};

function movesPull({ action, changes }: Delivery): boolean {
  if (action === 'edited') return changes?.base !== undefined;
  return ['closed', 'reopened', 'synchronize'].includes(action ?? '');
}

/**
 * GitHub's deliveries. Each is a hint only: the workflow reads GitHub to learn what happened, so a repeated, late or
 * lost delivery does no harm.
 */
export function addGithubWebhook(app: Hono, deps: ApiDeps): void {
  app.post('/webhooks/github', async (c) => {
    const body = await c.req.text();
    await assertSigned(deps, body, c.req.header('X-Hub-Signature-256'));
    const event = c.req.header('X-GitHub-Event') ?? '';
    const reference = referenceIn(event, body, deps.config.github.fleet);
    const hinted = reference !== undefined && (await hint(deps, reference));
    return c.json({ hinted }, 202);
  });
}

async function assertSigned(deps: ApiDeps, body: string, signature: string | undefined): Promise<void> {
  const secret = deps.config.github.webhookSecret.reveal();
  const signed = Boolean(signature) && body !== '' && (await verify(secret, body, signature ?? ''));
  if (!signed) throw new ApiProblem(401, 'X-Hub-Signature-256 does not fit the body and the webhook secret.');
}

function referenceIn(event: string, body: string, fleet: string): string | undefined {
  const parsed = delivery.safeParse(parseJson(body));
  if (!parsed.success || !isAbout(parsed.data, fleet) || isByMachine(parsed.data)) return undefined;
  const branch = Object.hasOwn(BRANCH_OF, event) ? BRANCH_OF[event]?.(parsed.data) : undefined;
  const reference = /^(?:refs\/heads\/)?berth\/(.+)$/.exec(branch ?? '')?.[1];
  return reference && REFERENCE.test(reference) ? reference : undefined;
}

/** Berth itself, mostly: its own merge and the branch that it clears away. Another machine's doings the sweep finds. */
const isByMachine = ({ sender }: Delivery) => sender?.type === 'Bot';

/** A fork of the fleet may have branches of the same names. */
function isAbout({ repository, pull_request, workflow_run }: Delivery, fleet: string): boolean {
  const named = [repository, pull_request?.head.repo, workflow_run?.head_repository];
  return named.every((one) => !one || one.full_name.toLowerCase() === fleet.toLowerCase());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem(415, "Set the webhook's content type to application/json.");
  }
}

const hint = ({ client }: ApiDeps, reference: string): Promise<boolean> =>
  signalRunning(client, requestWorkflowId(reference), hintSignal, { system: 'github' });
