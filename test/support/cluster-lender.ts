/*
 * The real clusters that test files borrow: one for each of jest's workers, started when its first file asks. They live
 * in jest's own process, since a worker forgets everything between two files, and are asked for over a small server on
 * loopback (cluster-loan.ts).
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { KUBERNETES_CLIENT, type SandboxIssuer, startIssuer } from '../../sandbox/issuer/issuer.ts';
import { Faults } from '../../sandbox/kit/faults.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import { clusterCertificates } from '../../stack/cluster/certificates.ts';
import { type StackCluster, type StackClusterPart, startStackCluster } from '../../stack/cluster/cluster.ts';
import type { KeyAndCertificate } from '../../stack/kit/authority.ts';
import { makeStackContext, type StackContext } from '../../stack/kit/context.ts';
import { type GitHttp, startGitHttp } from './git-http.ts';

export const LENT_CLUSTER = 'cluster-east-prod';

/** What a borrower has to know of its cluster. */
export interface LoanTerms {
  readonly url: string;
  /** Berth's. */
  readonly kubeconfig: string;
  /** The administrator's certificate. */
  readonly admin: { readonly cert: string; readonly key: string };
  readonly ca: string;
  /** For a server that stands before it. */
  readonly proxyTls: { readonly cert: string; readonly key: string };
  readonly parts: readonly StackClusterPart[];
}

interface Lent {
  readonly cluster: StackCluster;
  readonly terms: LoanTerms;
}

/** What all clusters share. */
interface Common {
  readonly context: StackContext;
  readonly git: GitHttp;
  readonly people: SandboxIssuer;
  readonly proxyTls: KeyAndCertificate;
}

export interface Lender {
  readonly url: string;
  /** Ends every cluster. */
  close(): Promise<void>;
}

export async function startLender(): Promise<Lender> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-clusters-'));
  const lending = new Lending(folder);
  const server = createServer((request, response) => void reply(lending, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Daemons end with our process, but only when it exits.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await lending.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `POST /<borrower>/<what>`, with one word as JSON. */
async function reply(lending: Lending, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, borrower = '', what = ''] = (request.url ?? '').split('/');
  // A connection kept open would be closed at some moment, perhaps just when a file uses it again.
  response.setHeader('connection', 'close');
  try {
    const answer = await lending.answer(borrower, what, (await json(request)) as string);
    response.end(JSON.stringify(answer ?? null));
  } catch (error) {
    response.writeHead(500).end(error instanceof Error ? error.message : String(error));
  }
}

class Lending {
  readonly #folder: string;
  readonly #lent = new Map<string, Promise<Lent>>();
  #common: Promise<Common> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async answer(borrower: string, what: string, word: string): Promise<unknown> {
    if (what === 'end') return this.#end(borrower);
    const { cluster, terms } = await this.#lend(borrower);
    const { git, people } = await this.#shared();
    switch (what) {
      case 'terms':
        return terms;
      case 'kill':
        return cluster.services[word as StackClusterPart].kill();
      case 'restart':
        return cluster.services[word as StackClusterPart].restart();
      case 'serve':
        return { url: git.serve(word), username: git.username, password: git.password };
      case 'token':
        return people.tokenFor(word, { audience: KUBERNETES_CLIENT });
      default:
        throw new Error(`nobody knows "${what}"`);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lent.keys()].map((borrower) => this.#end(borrower)));
    const common = await this.#common;
    await Promise.all([common?.git.close(), common?.people.close()]);
  }

  #lend(borrower: string): Promise<Lent> {
    const known = this.#lent.get(borrower);
    if (known) return known;
    const lent = this.#start(borrower);
    this.#lent.set(borrower, lent);
    // Whoever borrows next finds out for itself what is wrong.
    lent.catch(() => this.#lent.delete(borrower));
    return lent;
  }

  #shared(): Promise<Common> {
    this.#common ??= startCommon(this.#folder);
    return this.#common;
  }

  async #start(borrower: string): Promise<Lent> {
    const { context, people, proxyTls } = await this.#shared();
    const own = { ...context, folder: join(this.#folder, borrower) };
    const issuer = { url: people.url, audience: KUBERNETES_CLIENT, caFile: context.authority.caFile };
    const cluster = await startStackCluster(own, { name: LENT_CLUSTER, nodes: 3, issuer });
    const { ca, clients } = await clusterCertificates(context.authority);
    const terms = {
      url: cluster.url,
      kubeconfig: cluster.kubeconfig,
      admin: clients.admin,
      ca,
      proxyTls,
      parts: Object.keys(cluster.services) as StackClusterPart[],
    };
    return { cluster, terms };
  }

  async #end(borrower: string): Promise<void> {
    const lent = await this.#lent.get(borrower)?.catch(() => undefined);
    this.#lent.delete(borrower);
    await lent?.cluster.close();
  }
}

async function startCommon(folder: string): Promise<Common> {
  const context = await makeStackContext(folder);
  const { authority } = context;
  const hosts = ['127.0.0.1', 'localhost'];
  const proxyTls = await authority.issue('proxy', { commonName: 'proxy', hosts });
  const tls = { ...proxyTls, caFile: authority.caFile };
  const groupsOf = async (id: string) => (ROLES[id] ? [`berth-payments-${ROLES[id]}`] : []);
  const sandbox = { folder, tls, faults: new Faults(), writes: new WriteLog() };
  const [git, people] = await Promise.all([startGitHttp(), startIssuer(sandbox, { https: true, groupsOf })]);
  return { context, git, people, proxyTls };
}

/** One person in each role of the project, and some in none. */
const ROLES: Readonly<Record<string, string>> = { lee: 'leads', dana: 'developers', ada: 'viewers' };
