import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { BearerVerifier } from '../auth/bearer.ts';
import type { OidcSignIn } from '../auth/oidc.ts';
import type { AuditRecord } from '../clients/audit-record.ts';
import type { ReadChangedFiles } from '../clients/changed-files.ts';
import type { PasswordRefusal } from '../clients/directory.ts';
import type { Ledger } from '../clients/ledger.ts';
import type { Config } from '../config.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import type { Offer } from '../domain/offer/offer.ts';
import type { Person, RequestInput } from '../domain/request.ts';
import type { SlackHome } from '../domain/slack-home.ts';
import type { SlackModal } from '../domain/slack-modal.ts';
import type { RequestStatus } from '../domain/status.ts';
import type { PolicyExplanation, WhatIf } from '../intake/explain-policy.ts';
import type { Preview } from '../intake/preview.ts';
import type { DecidedCase } from '../policy/who-decides.ts';
import type { Background } from './background.ts';
import type { Events } from './events/events.ts';
import type { Systems } from './systems.ts';

/** What came of setting a password by an activation link. */
export type Activation =
  | { readonly outcome: 'done' }
  /** The link was used before, or the password was changed since it was sent. */
  | { readonly outcome: 'used' }
  | { readonly outcome: 'refused'; readonly reason: string };

/** How people sign in with a browser: where their issuer is asked, or where the directory is. */
export type SignIn =
  | ({ readonly way: 'oidc' } & OidcSignIn)
  | {
      readonly way: 'directory';
      /** Throws ApiProblem. */
      authenticate(name: string, password: string): Promise<Person | PasswordRefusal>;
    };

/** All that the API needs from outside; built in `main.ts`, or by a test. */
export interface ApiDeps {
  readonly config: Pick<
    Config,
    'temporal' | 'publicUrl' | 'api' | 'auth' | 'github' | 'slack' | 'directory' | 'clusters' | 'webhooks'
  >;
  readonly client: Client;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly background: Background;
  readonly events: Events;
  /** Where the built portal lies, or will. */
  readonly portalFolder: string;
  readonly verifyBearer: BearerVerifier;
  readonly signIn: SignIn;
  findPerson(by: { mail?: string; id?: string }): Promise<Person | null>;
  /** Enabled people by parts of their names, at most so many. Throws ApiProblem. */
  searchPeople(words: string, most: number): Promise<readonly Person[]>;
  /** Names of the groups a person is in, nested ones too. */
  groupsOf(personId: string): Promise<readonly string[]>;
  /** The mail address of a Slack user, null when there is none. */
  slackUserMail(slackId: string): Promise<string | null>;
  /** Shows a form to whoever pressed a button, within three seconds of it. Throws ClientError. */
  openSlackModal(trigger: string, view: SlackModal): Promise<void>;
  /** Shows a member their tab of Berth. Throws ClientError. */
  publishSlackHome(slackId: string, view: SlackHome): Promise<void>;
  /** Ids of the people in a group, of those in groups below as well; empty when there is no such group. */
  membersOf(group: string): Promise<readonly string[]>;
  /** What something reads of the fleet as main has it now. Throws ApiProblem and ClientError. */
  readFromFleet<T>(read: (fleet: FleetSnapshot) => T): Promise<T>;
  /** What can be asked for. Throws ApiProblem and ClientError. */
  readOffer(): Promise<Offer>;
  /** Who would decide about what can be asked for. Throws ApiProblem and ClientError. */
  whoDecides(): Promise<readonly DecidedCase[]>;
  /** How the systems around Berth are, as far as a minute ago. Throws ApiProblem. */
  systems(): Promise<Systems>;
  /** Closed requests. Throws ClientError. */
  readonly ledger: Ledger;
  /** What a pull request changes. Throws ClientError. */
  readonly changedFiles: ReadChangedFiles;
  /** The record for auditors. Throws ClientError. */
  readonly record: AuditRecord;
  /** What a request would be, without effects. Throws ApiProblem and ClientError. */
  preview(input: RequestInput): Promise<Preview>;
  /** Why a request needs the approvals it needs, and what would change them. Throws ApiProblem and ClientError. */
  explainPolicy(status: RequestStatus, whatIf: WhatIf): Promise<PolicyExplanation>;
  /** Sets the first password of an account that Berth made. */
  activate(order: { id: string; password: string; passwordStamp: string }): Promise<Activation>;
}
