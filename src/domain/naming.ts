import type { ProjectRole } from './accounts.ts';
import type { Stage } from './selection.ts';

/*
 * Every name Berth gives to something outside is a pure function of the request, so that an activity can look
 * for its own earlier work before it acts.
 */

export const requestWorkflowId = (reference: string) => `request:${reference}`;
export const environmentWorkflowId = (environment: string) => `environment:${environment}`;
/** `person` is a directory id, as the directory writes it. */
export const personWorkflowId = (person: string) => `person:${person}`;
export const mailboxWorkflowId = (mailbox: string) => `mailbox:${mailbox}`;
/** `fleet` is `owner/name`; a slash in a workflow id cannot be addressed over Temporal's HTTP API. */
export const repositoryWorkflowId = (fleet: string) => `git:${fleet.replace('/', '.')}`;

/** How a request names a queue that it waits for. */
export const queueName = (queue: string) => `queue:${queue}`;

/** What a workflow is about: `lee` of `person:lee`. */
export const namedBy = (workflowId: string) => workflowId.slice(workflowId.indexOf(':') + 1);

/** What is frozen: one for everything. */
export const FREEZE_WORKFLOW_ID = 'freeze';
/** The record for auditors has one keeper. */
export const AUDIT_WORKFLOW_ID = 'audit';
/** One for each cause by which requests are stuck; its key is made by `incidentKey`. */
export const incidentWorkflowId = (key: string) => `incident:${key}`;
/** Who may write to GitHub: one for each account that owns repositories. */
export const permitsWorkflowId = (owner: string) => `permits:${owner}`;
/** One sign-in of a browser; `fingerprint` is a hash, so that who reads the id cannot use it. */
export const sessionWorkflowId = (fingerprint: string) => `session:${fingerprint}`;
/** Id of what a call makes. @param call names it, as a UUID: one that is sent again makes the same. */
export const idOfCall = (call: string): string => call.replaceAll('-', '').slice(0, 12);
/** A token of a program. */
export const serviceTokenWorkflowId = (id: string) => `service-token:${id}`;
/** An address outside that is told how requests go on. */
export const webhookWorkflowId = (id: string) => `webhook:${id}`;
/** What happens to requests is read for all webhooks by one. */
export const WEBHOOK_FEED_WORKFLOW_ID = 'webhooks';

export const branchName = (reference: string) => `berth/${reference}`;
export const environmentName = (project: string, stage: Stage) => `${project}-${stage}`;
/** Project and stage of an environment's name; neither is checked. */
export function partsOf(environment: string): { project: string; stage: string } {
  const at = environment.lastIndexOf('-');
  return { project: environment.slice(0, Math.max(at, 0)), stage: environment.slice(at + 1) };
}
export const clusterName = (region: string, stage: Stage) => `cluster-${region}-${stage}`;
export const groupName = (project: string, role: ProjectRole) => `berth-${project}-${role}`;
/** The group whose members own a cost centre; made and kept by the organisation, not by Berth. */
export const ownersGroupName = (costCentre: string) => `berth-${costCentre.toLowerCase()}-owners`;

/** Message-ID of an outgoing mail: the same on every attempt, so a repeat is the same message. */
export const messageId = (reference: string, what: string, domain: string) => `<${reference}.${what}@${domain}>`;

/** The attribute in which each kind of entry of the directory carries the reference of the request that made it. */
export const DIRECTORY_MARKER = { ou: 'businessCategory', group: 'info', user: 'employeeID' } as const;

/** Where the directory keeps what was undone, inside the place of projects. */
export const RETIRED_OU = 'OU=Retired';

/** HTML comment in a pull request body by which a retry finds it again. */
export const pullRequestMarker = (reference: string) => `<!-- berth-request: ${reference} -->`;

/** The status check that mirrors the approval. */
export const APPROVAL_CONTEXT = 'berth/approval';

/** The status check that shows what OpenTofu would change on a cluster. */
export const planContext = (cluster: string) => `berth/plan/${cluster}`;

/** Trailers of every commit Berth writes. */
export const trailers = (reference: string, specHash: string) => `Berth-Request: ${reference}\nBerth-Spec: ${specHash}`;

/** A project's short name: DNS label, starts with a letter, 3 to 30 characters. */
export const SLUG = /^[a-z][a-z0-9-]{1,28}[a-z0-9]$/;
export const REFERENCE = /^BR-[0-9A-HJKMNP-TV-Z]{10}$/;
/** Region first, stage last: `cluster-us-east-1-prod` is parsed from the right. */
export const CLUSTER = /^cluster-([a-z0-9]+(?:-[a-z0-9]+)*)-(dev|test|staging|prod)$/;
