/* What people do with webhooks. Each of these is judged by whose projects the webhook is of. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { webhookSecret } from '../auth/webhook-secrets.ts';
import { problemOfUrl } from '../clients/public-address.ts';
import { queryRunning } from '../clients/temporal.ts';
import { groupName, idOfCall, webhookWorkflowId } from '../domain/naming.ts';
import type { Webhook, WebhookDelivery } from '../domain/webhook/webhook.ts';
import { addWebhook, findWebhook, listWebhooks, removeWebhook } from '../intake/webhooks.ts';
import { replayWebhookUpdate, rotateWebhookUpdate, webhookDeliveriesQuery } from '../workflows/messages.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem, wrong } from './problems.ts';
import { recordAct } from './record-act.ts';
import type { Call } from './registry.ts';
import { answered } from './request-reading.ts';
import { mayDoAtAll, whoMay } from './rights.ts';
import type * as schemas from './schemas.ts';

type WithSecret = Webhook & { readonly secret: string };

/** Those of a project are its leads', whoever added them. */
function maySet(caller: Caller, { projects }: Pick<Webhook, 'projects'>): boolean {
  if (mayDoAtAll('webhook:set-for-all', caller)) return true;
  const leads = (project: string) => caller.groups.has(groupName(project, 'leads'));
  return mayDoAtAll('webhook:set', caller) && projects !== null && projects.every(leads);
}

/** Whether the caller may see a webhook, and what it was told. */
export const maySee = (caller: Caller, one: Webhook): boolean =>
  mayDoAtAll('webhook:see-all', caller) || maySet(caller, one);

async function visible({ client }: ApiDeps, caller: Caller, id: string): Promise<Webhook> {
  const found = await findWebhook(client, id);
  if (found && maySee(caller, found)) return found;
  throw noWebhook(id);
}

const noWebhook = (id: string) => new ApiProblem(404, `There is no webhook ${id} that you may see.`);

type OneCall = Call<'webhook:set', unknown, unknown, 'webhook'>;
type Acting = Pick<OneCall, 'id' | 'deps' | 'caller' | 'params'>;

async function settable({ deps, caller, params }: Acting): Promise<Webhook> {
  const found = await visible(deps, caller, params.webhook);
  if (!maySet(caller, found)) throw new ApiProblem(403, `You may not: ${whoMay('webhook:set-for-all')}`);
  return found;
}

/** More of one person are a program that runs wild. */
const MOST_OF_ONE = 20;

type AddCall = Call<'webhook:set', unknown, ReturnType<typeof schemas.newWebhook.parse>>;

/** Sent again with the same key, the same one is answered, with the secret that it has. */
export async function add(call: AddCall): Promise<WithSecret> {
  const { deps, caller, body } = call;
  const wanted = newWebhook(call);
  if (!maySet(caller, wanted)) throw new ApiProblem(403, `You may not: ${whoMay('webhook:set-for-all')}`);
  const problem = problemOfUrl(body.url, deps.config.webhooks.allow);
  if (problem !== undefined) throw wrong('url', problem, 'Name an address that anybody reaches by https');
  const own = (await listWebhooks(deps.client)).filter(({ by }) => by === caller.person.id);
  if (own.length >= MOST_OF_ONE) throw new ApiProblem(409, `You have ${own.length} webhooks. Remove one first.`);
  await record(call, wanted, 'added');
  await addWebhook(deps.client, wanted);
  const added = await findWebhook(deps.client, wanted.id);
  if (!added) throw new ApiProblem(409, `This was asked for before: ${wanted.id}, which was removed. Use another key.`);
  return withSecret(deps, added);
}

function newWebhook({ id, caller, body }: AddCall): Webhook {
  return {
    id: idOfCall(id),
    url: body.url,
    projects: body.projects ? [...new Set(body.projects)].toSorted() : null,
    by: caller.person.id,
    at: new Date().toISOString(),
    status: 'active',
    problem: null,
    generation: 1,
    formerUntil: null,
    lost: 0,
  };
}

const withSecret = ({ config }: ApiDeps, one: Webhook) => ({
  ...one,
  secret: webhookSecret(config.auth.decisionKey, one),
});

/** A call that its workflow answers. @throws ApiProblem 404 when it was removed meanwhile, 503 when no worker answers. */
async function ofWorkflow<T>(client: Client, id: string, call: () => Promise<T>): Promise<T> {
  try {
    return await answered(client, call, 'Look at the webhook before you try again.');
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw noWebhook(id);
    throw error;
  }
}

/** Nothing is posted there any more, and what it kept is gone. */
export async function remove(call: Acting): Promise<Webhook> {
  const found = await settable(call);
  await record(call, found, 'removed');
  await removeWebhook(call.deps.client, found.id, call.caller.person.id);
  return found;
}

/** Sent again with the same key, it is changed once, and the same secret is answered. */
export async function rotate(call: Acting): Promise<WithSecret> {
  const { client } = call.deps;
  const found = await settable(call);
  await record(call, found, 'given another secret');
  const handle = client.workflow.getHandle(webhookWorkflowId(found.id));
  const send = () => handle.executeUpdate(rotateWebhookUpdate, { updateId: call.id });
  return withSecret(call.deps, { ...found, ...(await ofWorkflow(client, found.id, send)) });
}

/** Newest first. */
export async function deliveriesOf({ deps, caller, params }: Omit<Acting, 'id'>): Promise<WebhookDelivery[]> {
  const { client } = deps;
  const { id } = await visible(deps, caller, params.webhook);
  const kept = await answered(client, () => queryRunning(client, webhookWorkflowId(id), webhookDeliveriesQuery));
  return (kept ?? []).toReversed();
}

type ReplayCall = Acting & { readonly body: ReturnType<typeof schemas.webhookReplay.parse> };

/** @returns how many are sent again. */
export async function replay(call: ReplayCall): Promise<number> {
  const { client } = call.deps;
  const found = await settable(call);
  await record(call, found, 'replayed');
  const { events, since } = call.body;
  const order = events ? { events } : since === undefined ? {} : { since: new Date(since).toISOString() };
  const handle = client.workflow.getHandle(webhookWorkflowId(found.id));
  return ofWorkflow(client, found.id, () =>
    handle.executeUpdate(replayWebhookUpdate, { args: [order], updateId: call.id }),
  );
}

function record({ id, deps, caller }: Omit<Acting, 'params'>, one: Webhook, what: string): Promise<void> {
  const { origin } = new URL(one.url);
  const facts = { webhook: one.id, origin, projects: one.projects };
  return recordAct({ deps, caller }, { id: `webhook-${id}`, what: `webhook ${what}`, facts });
}
