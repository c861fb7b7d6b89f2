import { type Relay, startRelay, type Verdict } from './relay.ts';

/** A connection to a mail server that tests listen to and break. */
export interface Wire extends Relay {
  /** Every command that passed, e.g. `MOVE`; never its arguments, which may be passwords. */
  readonly commands: readonly string[];
  /** The next command of this kind ends the connection: before the server hears it, or before its answer arrives. */
  breakAt(command: string, how: 'cut' | 'lose-reply'): void;
}

/** How a mail ends in SMTP, whole or in pieces; it is told as command `.`. */
const END_OF_MAIL = /(^|\r\n)\.\r\n$/;

export async function startWire(url: string, tls: { key: string; cert: string; ca: string }): Promise<Wire> {
  const { hostname: host, port, protocol } = new URL(url);
  const commands: string[] = [];
  const planned: { readonly command: string; readonly how: Verdict }[] = [];
  const commandIn = protocol === 'imaps:' ? imapCommand : smtpCommand;
  const judge = (data: Buffer): Verdict => {
    const command = commandIn(data.toString('latin1'));
    if (command === undefined) return 'pass';
    commands.push(command);
    const next = planned.findIndex((plan) => plan.command === command);
    return next < 0 ? 'pass' : (planned.splice(next, 1)[0]?.how ?? 'pass');
  };
  const relay = await startRelay({ target: { host, port: Number(port) }, tls, judge });
  return { ...relay, commands, breakAt: (command, how) => void planned.push({ command, how }) };
}

const imapCommand = (said: string) => /^\S+ (?:UID )?([A-Z]+)/.exec(said)?.[1];

const smtpCommand = (said: string) => (END_OF_MAIL.test(said) ? '.' : /^([A-Z]{4})\b/.exec(said)?.[1]);
