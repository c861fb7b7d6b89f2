import { createSmtpClient } from '../clients/smtp.ts';
import type { Config } from '../config.ts';
import { type Finding, tryFirst, tryOut } from './finding.ts';

/** Signs in to the mail server and asks whether we may write as ourselves; sends nothing. */
export function checkSmtp(config: Pick<Config, 'smtp' | 'publicUrl' | 'caFile'>): Promise<Finding[]> {
  const { url, user, from } = config.smtp;
  const client = createSmtpClient(config);
  const login = async () => {
    await client.verify();
    return { detail: `${url} as ${user}`, value: client };
  };
  const sender = async () => {
    await client.trySender();
    return `${user} may write as ${from}`;
  };
  return tryFirst('smtp', 'login', login, async () => [await tryOut('smtp', 'sender', sender)]);
}
