import { verify } from '@octokit/webhooks-methods';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Hono } from 'hono';
import { z } from 'zod';
import { REFERENCE, requestWorkflowId } from '../../domain/naming.ts';
import { hintSignal } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';

/** Where the events that matter name a branch. */
const delivery = z.object({
  repository: z.object({ full_name: z.string() }),
  ref: z.string().nullish(),
  pull_request: z.object({ head: z.object({ ref: z.string() }) }).nullish(),
  workflow_run: z.object({ head_branch: z.string().nullish() }).nullish(),
  check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
  check_run: z.object({ check_suite: z.object({ head_branch: z.string().nullish() }).nullish() }).nullish(),
});

/**
 * GitHub's deliveries. Each is a hint only: the workflow reads GitHub to learn what happened, so a repeated, late or
 * lost delivery does no harm.
 */
export function addGithubWebhook(app: Hono, deps: ApiDeps): void {
  app.post('/webhooks/github', async (c) => {
    const body = await c.req.text();
    await assertSigned(deps, body, c.req.header('X-Hub-Signature-256'));
    const reference = referenceIn(body, deps.config.github.fleet);
    const hinted = reference !== undefined && (await hint(deps, reference));
    return c.json({ hinted }, 202);
  });
}

async function assertSigned(deps: ApiDeps, body: string, signature: string | undefined): Promise<void> {
  const secret = deps.config.github.webhookSecret.reveal();
  const signed = Boolean(signature) && body !== '' && (await verify(secret, body, signature ?? ''));
  if (!signed) throw new ApiProblem(401, 'X-Hub-Signature-256 does not fit the body and the webhook secret.');
}

function referenceIn(body: string, fleet: string): string | undefined {
  const parsed = delivery.safeParse(parseJson(body));
  if (!parsed.success || parsed.data.repository.full_name.toLowerCase() !== fleet.toLowerCase()) return undefined;
  const { ref, pull_request, workflow_run, check_suite, check_run } = parsed.data;
  const branch =
    pull_request?.head.ref ??
    workflow_run?.head_branch ??
    check_suite?.head_branch ??
    check_run?.check_suite?.head_branch ??
    ref;
  const reference = /^(?:refs\/heads\/)?berth\/(.+)$/.exec(branch ?? '')?.[1];
  return reference && REFERENCE.test(reference) ? reference : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem(415, "Set the webhook's content type to application/json.");
  }
}

async function hint(deps: ApiDeps, reference: string): Promise<boolean> {
  try {
    await deps.client.workflow.getHandle(requestWorkflowId(reference)).signal(hintSignal, { system: 'github' });
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
