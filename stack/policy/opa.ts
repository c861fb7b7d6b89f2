/* A real OPA server that serves a policy as a bundle with a revision, over TLS, to whoever has its token. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../../scripts/kit/ports.ts';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';
import { startDaemon } from '../kit/daemon.ts';
import { POLICY_PROGRAMS } from '../programs/opa.ts';
import { pathsOf } from '../programs/program.ts';

export interface RunningOpa extends RunningPart {
  readonly url: string;
  /** The bearer token of whoever may ask. */
  readonly token: string;
}

export interface OpaOrder {
  /** Path of the policy's source. */
  readonly policy: string;
  /** Left out, its bundle has none. */
  readonly revision?: string;
}

/** Nobody asks without the token; liveness is everybody's. */
const authorization = (token: string) => `package system.authz

default allow := false

allow if input.path == ["health"]

allow if input.identity == "${token}"
`;

/** @throws MissingPrograms */
export async function startOpa(context: StackContext, { policy, revision }: OpaOrder): Promise<RunningOpa> {
  const { opa } = pathsOf(POLICY_PROGRAMS);
  const name = `opa-${randomBytes(4).toString('hex')}`;
  const folder = partFolder(context, name);
  const token = randomBytes(16).toString('hex');
  const bundle = join(folder, 'approval.tar.gz');
  const source = join(folder, 'approval.rego');
  writeFileSync(source, readFileSync(policy));
  writeFileSync(join(folder, 'authz.rego'), authorization(token));
  const revised = revision === undefined ? [] : ['--revision', revision];
  await promisify(execFile)(opa, ['build', '--output', bundle, ...revised, source, join(folder, 'authz.rego')]);
  const { certFile, keyFile } = await context.authority.issue(name, { commonName: name, hosts: ['127.0.0.1'] });
  const [port] = await freePorts(1);
  const url = `https://127.0.0.1:${port}`;
  const where = ['--addr', `127.0.0.1:${port}`];
  const tls = ['--tls-cert-file', certFile, '--tls-private-key-file', keyFile];
  const who = ['--authentication', 'token', '--authorization', 'basic'];
  const { close } = await startDaemon(context.folder, {
    name,
    program: opa,
    args: [
      'run',
      '--server',
      '--skip-version-check',
      '--log-level',
      'error',
      ...where,
      ...tls,
      ...who,
      '--bundle',
      bundle,
    ],
    cwd: folder,
    ready: () => isHealthy(`${url}/health`, context.authority.cert),
  });
  return { url, token, close };
}

/** With its own trust: whoever started it decides for the process. */
async function isHealthy(url: string, ca: string): Promise<boolean> {
  const [response] = (await once(get(url, { ca }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode === 200;
}
