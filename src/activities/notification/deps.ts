import type { SlackClient } from '../../clients/slack.ts';
import type { SmtpClient } from '../../clients/smtp.ts';
import type { Config } from '../../config.ts';
import type { FleetSnapshot } from '../../domain/fleet.ts';
import type { MailTemplates } from '../../mail/templates.ts';
import type { DirectoryActivities } from '../contracts.ts';

export interface NotificationDeps {
  readonly config: Pick<Config, 'publicUrl' | 'smtp' | 'slack' | 'auth'>;
  readonly smtp: SmtpClient;
  /** What mails say. */
  readonly mails: MailTemplates;
  readonly slack: SlackClient;
  readonly findPerson: DirectoryActivities['findPerson'];
  /** The fleet's settings at the head of its main branch. Throws failures of the closed list. */
  readonly readFleet: () => Promise<FleetSnapshot>;
  /** When a person's password was last set, as the directory writes it: an activation link dies with it. */
  readonly passwordStamp: (id: string) => Promise<string>;
}
