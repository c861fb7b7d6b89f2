/** OpenTofu as Berth's worker uses it: the program, its providers by a mirror on disk, and where states are kept. */
import { randomBytes } from 'node:crypto';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';
import { pathsOf } from '../programs/program.ts';
import { TOFU_PROGRAMS } from '../programs/tofu.ts';
import { makeMirror } from './mirror.ts';
import { type StateServer, type StateUser, startStateServer } from './state-server.ts';

export interface RunningTofu extends RunningPart {
  /** What Berth's `infrastructure.opentofu` names. */
  readonly program: string;
  readonly backend: { readonly type: 'http'; readonly settings: { readonly address: string } };
  /** Lines NAME=value for whoever applies, and for plans. */
  readonly environment: string;
  readonly planEnvironment: string;
  readonly states: StateServer;
}

/** @throws MissingPrograms */
export async function startTofu(context: StackContext): Promise<RunningTofu> {
  const program = pathsOf(TOFU_PROGRAMS).tofu;
  const cliConfig = makeMirror(partFolder(context, 'tofu'));
  const states = await startStateServer(context);
  const shared = {
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_ENCRYPTION: encryption(randomBytes(24).toString('hex')),
    // The authority of the state server; clusters bring theirs in their kubeconfig.
    SSL_CERT_FILE: context.authority.caFile,
  };
  const environmentOf = ({ name, password }: StateUser) =>
    lines({ ...shared, TF_HTTP_USERNAME: name, TF_HTTP_PASSWORD: password });
  return {
    program,
    backend: { type: 'http', settings: { address: states.url } },
    environment: environmentOf(states.writer),
    planEnvironment: environmentOf(states.reader),
    states,
    close: () => states.close(),
  };
}

/** States and plans hold whatever a resource holds, so whoever keeps them cannot read them. */
function encryption(passphrase: string): string {
  const method = 'method.aes_gcm.berth';
  return JSON.stringify({
    // A passphrase that no person chose needs no more rounds than the least allowed.
    key_provider: { pbkdf2: { berth: { passphrase, iterations: 200_000 } } },
    method: { aes_gcm: { berth: { keys: '${key_provider.pbkdf2.berth}' } } },
    state: { method, enforced: true },
    plan: { method, enforced: true },
  });
}

const lines = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
