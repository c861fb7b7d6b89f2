import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
import type { MailSystem } from '../../sandbox/mail/mail.ts';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import { type RunningSlack, startSlack } from '../../sandbox/slack/server.ts';
import { TEAM_CHANNEL } from '../../sandbox/slack/store.ts';
import type { NotificationActivities, PlannedRequest } from '../../src/activities/contracts.ts';
import type { NotificationDeps } from '../../src/activities/notification/deps.ts';
import { createNotificationActivities } from '../../src/activities/notification/index.ts';
import { createSlackClient } from '../../src/clients/slack.ts';
import { createSmtpClient } from '../../src/clients/smtp.ts';
import { Secret } from '../../src/config.ts';
import type { PullRequest } from '../../src/domain/change.ts';
import { loadMailTemplates } from '../../src/mail/templates.ts';
import { authSettings } from './auth.ts';
import { type MailServer, REQUESTS, startMailServer } from './mail-server.ts';
import { startWire, type Wire } from './mail-wire.ts';

export const REFERENCE = 'BR-7F3K2M9QXA';
export const SPEC = `sha256:${'4be1'.repeat(16)}`;

/** Slack, mail and the activities that speak to them; people are plain values, since LDAP is tested elsewhere. */
export interface Messages {
  readonly context: SandboxContext;
  readonly slack: RunningSlack;
  readonly server: MailServer;
  readonly mail: MailSystem;
  /** The way by which mail is handed over: it can be broken. */
  readonly smtp: Wire;
  readonly config: NotificationDeps['config'];
  readonly activities: NotificationActivities;
  /** The same with parts of the configuration changed. */
  withConfig(change: Partial<TestConfig>): NotificationActivities;
  close(): Promise<void>;
}

type TestConfig = NotificationDeps['config'] & { readonly caFile?: string | undefined };

export async function startMessages(): Promise<Messages> {
  const context = makeContext(mkdtempSync(join(tmpdir(), 'berth-messages-')));
  const [slack, server] = await Promise.all([startSlack(context), startMailServer()]);
  const smtp = await startWire(server.mail.smtpUrl, server.relayTls);
  const config = configOf(slack, `smtps://127.0.0.1:${smtp.port}`);
  const withConfig = (change: Partial<TestConfig>) => make({ caFile: server.caFile, ...config, ...change });
  return {
    context,
    slack,
    server,
    mail: server.mail,
    smtp,
    config,
    activities: withConfig({}),
    withConfig,
    async close() {
      await smtp.close();
      await Promise.all([slack.close(), server.close()]);
    },
  };
}

const inDirectory = Object.values<SandboxPerson>(PEOPLE).filter((p) => p.inDirectory);

function configOf(slack: RunningSlack, smtpUrl: string): NotificationDeps['config'] {
  return {
    publicUrl: 'https://berth.example.test/',
    smtp: {
      url: smtpUrl,
      from: REQUESTS.address,
      user: REQUESTS.address,
      password: new Secret(REQUESTS.password),
    },
    slack: {
      apiUrl: slack.url,
      token: new Secret(slack.token),
      signingSecret: new Secret(slack.signingSecret),
      channel: TEAM_CHANNEL,
    },
    auth: authSettings(new Secret('a decision key of at least thirty-two bytes')),
  };
}

function make({ caFile, ...config }: TestConfig): NotificationActivities {
  return createNotificationActivities({
    config,
    mails: loadMailTemplates(),
    smtp: createSmtpClient({ ...config, ...(caFile ? { caFile } : {}) }),
    slack: createSlackClient(config.slack),
    findPerson: async ({ id }) => {
      const found = inDirectory.find((p) => p.id === id);
      return found ? { id: found.id, name: found.name, mail: found.mail } : null;
    },
    readFleet: async () => ({ sha: 'a'.repeat(40), files: fleetFiles() }),
    passwordStamp: async (id) => `stamp of ${id}`,
  });
}

/** Dana's request for payments, as it is put before approvers. */
export function question(change: { title?: string; reason?: string; specHash?: string } = {}): PlannedRequest & {
  pullRequest: PullRequest;
} {
  const selection = { stage: 'prod', regions: ['east', 'west'], size: 'S', items: [] } as const;
  return {
    request: {
      reference: REFERENCE,
      kind: 'create-project',
      source: { channel: 'mail', key: 'requests:<1@example.test>', receivedAt: '2026-11-21T09:00:00.000Z' },
      requester: 'dana@example.test',
      requesterId: 'dana',
      lead: 'lee@example.test',
      leadId: 'lee',
      members: [],
      project: 'payments',
      title: change.title ?? 'Payments API',
      costCentre: 'CC-1042',
      reason: change.reason ?? 'Replaces the legacy billing VM.',
    },
    selection: { ...selection, items: [{ item: 'postgresql', parameters: { version: '16' } }] },
    plan: {
      baseSha: 'b'.repeat(40),
      contentHash: `sha256:${'c0de'.repeat(16)}`,
      specHash: change.specHash ?? SPEC,
      environment: 'payments-prod',
      paths: ['environments/payments-prod/berth.yaml'],
      placements: [{ cluster: 'cluster-east-prod', environment: 'payments-prod', executor: 'kubernetes' }],
      cost: { currency: 'EUR', before: 0, after: 59.32, delta: 59.32, priceBook: '2026-11' },
    },
    pullRequest: {
      number: 7,
      url: 'https://github.example.test/example/fleet/pull/7',
      branch: `berth/${REFERENCE}`,
      headSha: 'a'.repeat(40),
    },
  };
}

/** Lee and Cora are asked; how, the tests say. */
export const asked = (approvers: readonly string[] = ['lee', 'cora'], since = '2026-11-21T09:00:00.000Z') => ({
  stage: { name: 'project-lead', why: 'Every change needs the project lead.', approvers },
  since,
});
