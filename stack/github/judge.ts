/*
 * Holds recorded exchanges to GitHub's own description: each goes through Prism, a proxy that validates, to a server that
 * answers what was recorded. Nothing stands between a client and its GitHub that way, so that connections which are cut and
 * answers which are lost stay what they are. Prism takes a second for the first exchange of each operation, so one judge
 * serves a whole run of tests, and starts Prism when it is first asked.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Exchange } from '../../sandbox/github/exchange.ts';
import { type Prism, startPrism } from './prism.ts';
import { type RecordedServer, startRecorded } from './recorded.ts';

/** Something in an exchange that the description does not allow. */
export interface Violation {
  /** Method and path. */
  readonly call: string;
  /** The status that was answered. */
  readonly status: number;
  /** `request` or `response`, and where in it. */
  readonly at: string;
  readonly message: string;
}

export interface Judge {
  /** For `askJudge`, from any process of this machine. */
  readonly url: string;
  close(): Promise<void>;
}

/** @param folder for Prism's log and the description. */
export async function startJudge(folder: string): Promise<Judge> {
  const recorded = await startRecorded();
  let prism: Promise<Prism> | undefined;
  const judgeRequest = async (asked: IncomingMessage): Promise<string> => {
    const exchanges = (await json(asked)) as readonly Exchange[];
    prism ??= startPrism(folder, recorded.url);
    return JSON.stringify(await judgeAll(exchanges, (await prism).url, recorded));
  };
  const server = createServer((asked, reply) => {
    judgeRequest(asked).then(
      (verdicts) => reply.end(verdicts),
      (error: Error) => reply.writeHead(500).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await (await prism?.catch(() => undefined))?.close();
      await recorded.close();
    },
  };
}

/** What a running judge has against each exchange. */
export async function askJudge(url: string, exchanges: readonly Exchange[]): Promise<Violation[][]> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(exchanges) });
  if (!answer.ok) throw new Error(`GitHub's description could not be asked: ${await answer.text()}`);
  return (await answer.json()) as Violation[][];
}

async function judgeAll(all: readonly Exchange[], prism: string, recorded: RecordedServer): Promise<Violation[][]> {
  const verdicts: Violation[][] = [];
  for (const exchange of all) verdicts.push(await judge(exchange, prism, recorded));
  return verdicts;
}

/** Said anew by whoever sends the request; a conditional one is judged as it was answered. */
const LEFT_OUT: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

async function judge(exchange: Exchange, prism: string, recorded: RecordedServer): Promise<Violation[]> {
  const { method, path, body, answer } = exchange;
  const headers = Object.entries(exchange.headers).filter(([name]) => !LEFT_OUT.has(name));
  const passed = await fetch(`${prism}${path}`, {
    method,
    headers: { ...Object.fromEntries(headers), ...recorded.keep(answer) },
    redirect: 'manual',
    ...(body === '' ? {} : { body }),
  });
  const text = await passed.text();
  // Where Prism fails it says so by an answer of its own.
  if (passed.status !== answer.status) throw new Error(`Prism could not judge ${method} ${path}: ${text}`);
  return violationsIn(passed.headers.get('sl-violations')).map(({ location, message }) => ({
    call: `${method} ${path}`,
    status: answer.status,
    at: location.join('.'),
    message,
  }));
}

interface PrismViolation {
  readonly location: readonly string[];
  readonly message: string;
}

function violationsIn(header: string | null): readonly PrismViolation[] {
  if (header === null) return [];
  try {
    return JSON.parse(header) as PrismViolation[];
  } catch {
    // Prism cuts what is longer than a header may be.
    return [{ location: [], message: header }];
  }
}
