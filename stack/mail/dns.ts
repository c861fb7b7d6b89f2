/*
 * The names that mail is judged by: policy, sender addresses and signature key of our domain, by dnsmasq. It knows no
 * other name and asks nobody else.
 */

import { LOCAL_DOMAIN } from '../../sandbox/mail/stamp.ts';
import { type Service, startService } from '../kit/service.ts';
import { TRANSPORT_PROGRAMS } from '../programs/mail.ts';
import { pathsOf } from '../programs/program.ts';
import { isListening } from './listening.ts';
import type { Runtime } from './runtime.ts';

export const DKIM_SELECTOR = 'stack';

export interface DnsOrder {
  readonly runtime: Runtime;
  readonly port: number;
  readonly dkimPublicKey: string;
}

/** Longest string of a TXT record. */
const TXT_BYTES = 255;

export function startDns(folder: string, { runtime, port, dkimPublicKey }: DnsOrder): Promise<Service> {
  const { dnsmasq } = pathsOf({ dnsmasq: TRANSPORT_PROGRAMS.dnsmasq });
  const config = runtime.write('dns.conf', dnsConfig(port, dkimPublicKey));
  const args = ['-C', config];
  return startService(folder, { name: 'mail-dns', program: dnsmasq, args, ready: () => isListening(port) });
}

function dnsConfig(port: number, dkimPublicKey: string): string {
  const records = {
    [`_dmarc.${LOCAL_DOMAIN}`]: 'v=DMARC1; p=quarantine',
    [LOCAL_DOMAIN]: 'v=spf1 -all',
    [`${DKIM_SELECTOR}._domainkey.${LOCAL_DOMAIN}`]: `v=DKIM1; k=rsa; p=${dkimPublicKey}`,
  };
  return [
    `port=${port}`,
    'listen-address=127.0.0.1',
    'bind-interfaces',
    'no-resolv',
    'no-hosts',
    'keep-in-foreground',
    'user=',
    'pid-file=',
    'local=/#/',
    ...Object.entries(records).map(([name, text]) => `txt-record=${name},${quoted(text)}`),
    '',
  ].join('\n');
}

const quoted = (text: string) =>
  (text.match(new RegExp(`.{1,${TXT_BYTES}}`, 'g')) ?? []).map((part) => `"${part}"`).join(',');
