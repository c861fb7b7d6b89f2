import { allOrNone } from '../kit/all-or-none.ts';
import type { RunningPart, StackContext } from '../kit/context.ts';
import { startDns } from './dns.ts';
import type { DovecotAccount } from './dovecot.ts';
import { makeDkimKey, startFilter } from './filter.ts';
import { type Postfix, type PostfixTables, startPostfix } from './postfix.ts';
import { type Runtime, serviceUser } from './runtime.ts';

/** What brings mail to Dovecot. */
export interface Transport extends RunningPart {
  readonly smtpUrl: string;
  readonly outsideUrl: string;
  readonly postfix?: Postfix;
}

export interface TransportOrder {
  readonly context: StackContext;
  readonly runtime: Runtime;
  readonly ports: Readonly<Record<'lmtp' | 'mx' | 'submission' | 'filter' | 'dns', number>>;
  readonly tls: Awaited<ReturnType<StackContext['authority']['issue']>>;
  readonly accounts: readonly DovecotAccount[];
  readonly tables: PostfixTables;
}

/** Postfix, with what signs and judges its mail. */
export async function startTransport({ context, runtime, ports, tls, tables }: TransportOrder): Promise<Transport> {
  const { folder } = context;
  const key = await makeDkimKey();
  const user = serviceUser('_rspamd');
  const [postfix, ...helpers] = await allOrNone([
    startPostfix(folder, { runtime, tls, ports, tables }),
    startFilter(folder, { runtime, user, key, port: ports.filter, dnsPort: ports.dns }),
    startDns(folder, { runtime, port: ports.dns, dkimPublicKey: key.publicKey }),
  ]);
  return {
    smtpUrl: `smtps://127.0.0.1:${ports.submission}`,
    outsideUrl: `smtp://127.0.0.1:${ports.mx}`,
    postfix,
    // Whoever asks others goes first.
    async close() {
      for (const service of [postfix, ...helpers]) await service.close();
    },
  };
}
