import { createSmtpClient } from '../clients/smtp.ts';
import type { Config } from '../config.ts';
import { type Finding, tryOut } from './finding.ts';

/** Signs in to the mail server; sends nothing. */
export async function checkSmtp(config: Pick<Config, 'smtp' | 'publicUrl' | 'caFile'>): Promise<Finding[]> {
  const login = async () => {
    await createSmtpClient(config).verify();
    return `${config.smtp.url} as ${config.smtp.user}`;
  };
  return [await tryOut('smtp', 'login', login)];
}
