import { homedir } from 'node:os';
import { join } from 'node:path';
import { CliFailure, EXIT } from './failures.ts';

/** The only file of the CLI that reads the environment; services read theirs in `config.ts`. */

/** Where the CLI finds Berth, and who uses it. */
export interface CliEnvironment {
  /** `BERTH_API`. */
  readonly api: string | undefined;
  /** `BERTH_TOKEN`: a token of your issuer, or of a program. */
  readonly token: string | undefined;
  /** `BERTH_PROFILE`: by which sign-in, for who has several. */
  readonly profile: string;
  /** Where sign-ins are kept. */
  readonly configFolder: string;
}

export function readEnvironment(): CliEnvironment {
  const { BERTH_API, BERTH_TOKEN, BERTH_PROFILE, XDG_CONFIG_HOME } = process.env;
  return {
    api: BERTH_API || undefined,
    token: BERTH_TOKEN || undefined,
    profile: BERTH_PROFILE || 'default',
    configFolder: join(XDG_CONFIG_HOME || join(homedir(), '.config'), 'berth'),
  };
}

/** Where what Node made of our files is kept for the next start. */
export const codeFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'berth', 'code');

/** What a run of the fleet's workflow is given. */
export interface RunEnvironment {
  readonly token: string;
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Text of a kubeconfig. */
  readonly kubeconfig: string;
}

/** @throws CliFailure that names every variable which is not set. */
export function readRunEnvironment(): RunEnvironment {
  const { GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, BERTH_KUBECONFIG } = process.env;
  const wanted = { GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, BERTH_KUBECONFIG };
  const unset = Object.entries(wanted).flatMap(([name, value]) => (value ? [] : [name]));
  if (unset.length > 0) throw new CliFailure(EXIT.usage, `Not set: ${unset.join(', ')}`, 'berth infra apply --help');
  return {
    token: GITHUB_TOKEN ?? '',
    apiUrl: GITHUB_API_URL ?? '',
    repository: GITHUB_REPOSITORY ?? '',
    kubeconfig: BERTH_KUBECONFIG ?? '',
  };
}

/** What a run of the fleet's workflow that plans is given. @throws CliFailure */
export function readPlanEnvironment(): Pick<RunEnvironment, 'kubeconfig'> {
  const { BERTH_KUBECONFIG } = process.env;
  if (!BERTH_KUBECONFIG) throw new CliFailure(EXIT.usage, 'Not set: BERTH_KUBECONFIG', 'berth fleet plan --help');
  return { kubeconfig: BERTH_KUBECONFIG };
}

/** Of an administrator of the fleet repository, when there is one. */
export const readGithubToken = (): string | undefined => process.env['GITHUB_TOKEN'] || undefined;
