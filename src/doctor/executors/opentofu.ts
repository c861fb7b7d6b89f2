import { createKubernetesClient } from '../../clients/kubernetes.ts';
import type { TofuFolder } from '../../clients/tofu-folder.ts';
import type { Config, Secret } from '../../config.ts';
import { toOpenTofu } from '../../domain/render/opentofu.ts';
import { WALL_RESOURCES } from '../../infrastructure/walls.ts';
import { type Finding, Missing, tryFirst, tryOut } from '../finding.ts';
import { filesOfState, inFolder, type OpenTofu, pullState, QUIET, type StateCluster } from './tofu-state.ts';

type Deps = Pick<Config, 'infrastructure' | 'clusters'>;

/** No environment is called so; nothing is ever written to its state. */
const ENVIRONMENT = 'berth-doctor';
const LEAST_VERSION = [1, 6] as const;
/** Whoever plans reads walls, and may not do these. */
const WRITES = ['create', 'patch', 'update', 'delete'] as const;
/** Of `s3`: without one of these it locks nothing. */
const S3_LOCKS = ['use_lockfile', 'dynamodb_table'];

/** The program and its providers; then of each cluster the state and the account that plans. */
export function checkOpenTofu(config: Deps, clusters: readonly string[]): Promise<Finding[]> {
  if (clusters.length === 0) return Promise.resolve([]);
  const program = async () => {
    const value = settingsOf(config, clusters);
    return { detail: await checkVersion(value), value };
  };
  return tryFirst('opentofu', 'program', program, async (opentofu) => {
    const found = [await tryOut('opentofu', 'providers', () => checkProviders(opentofu))];
    for (const name of clusters) found.push(...(await checkCluster(config, opentofu, name)));
    return found;
  });
}

function settingsOf({ infrastructure }: Deps, clusters: readonly string[]): OpenTofu {
  if (infrastructure.opentofu) return infrastructure.opentofu;
  const asking = `${clusters.join(', ')} ${clusters.length === 1 ? 'has' : 'have'} the executor opentofu`;
  throw new Missing(`${asking}: add infrastructure.opentofu to the configuration, or name another in the profile.`);
}

async function checkVersion(opentofu: OpenTofu): Promise<string> {
  const { out } = await inFolder(opentofu, {}, ({ run }) => run(['version', '-json'])).catch((error: unknown) =>
    fail(error, 'Check infrastructure.opentofu.program.'),
  );
  // Warnings come before it, such as of a CLI configuration that is not there.
  const [, version = out.trim()] = /"terraform_version": ?"([^"]+)"/.exec(out) ?? [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least, leastMinor] = LEAST_VERSION;
  if (major > least || (major === least && minor >= leastMinor)) return `${opentofu.program} ${version}`;
  throw new Missing(`${opentofu.program} is ${version}: install ${LEAST_VERSION.join('.')} or newer.`);
}

async function checkProviders(opentofu: OpenTofu): Promise<string> {
  const files = { 'main.tf.json': toOpenTofu([]) };
  const init = ({ run }: TofuFolder) => run(['init', '-backend=false', ...QUIET]);
  const mend = 'Let TF_CLI_CONFIG_FILE in infrastructure.opentofu.environmentFile name a mirror that has them.';
  await inFolder(opentofu, { files }, init).catch((error: unknown) => fail(error, mend));
  return 'can be installed';
}

async function checkCluster({ clusters }: Deps, opentofu: OpenTofu, name: string): Promise<Finding[]> {
  const credentials = clusters[name];
  if (!credentials) return [];
  const { kubeconfig, planKubeconfig } = credentials;
  const cluster = { name, opentofu, kubeconfig, planKubeconfig };
  const system = `cluster ${name}`;
  return [
    await tryOut(system, 'OpenTofu plans by rights that only read', () => checkPlanRights(cluster)),
    await tryOut(system, 'OpenTofu state can be read', () => checkState(cluster)),
    await tryOut(system, 'OpenTofu state can be locked', () => checkLock(cluster)),
  ];
}

async function checkPlanRights({ name, planKubeconfig }: StateCluster): Promise<string> {
  const setting = `clusters.${name}.planKubeconfigFile`;
  if (!planKubeconfig) throw new Missing(`Plans need an account that can only read: make it, and set ${setting}.`);
  const mend = `Check ${setting}.`;
  const [unread, written] = await askRights(planKubeconfig).catch((error: unknown) => fail(error, mend));
  if (unread.length > 0)
    throw new Missing(`The account of ${setting} may not ${unread.join(', ')}: add it to its role.`);
  if (written.length === 0) return `get ${WALL_RESOURCES.length} kinds`;
  throw new Missing(`The account of ${setting} may ${written.join(', ')}, before anybody has decided: take it away.`);
}

/** What it may not read, and what it may write. */
async function askRights(kubeconfig: Secret): Promise<[string[], string[]]> {
  const client = createKubernetesClient(kubeconfig.reveal());
  const ask = async (verbs: readonly string[], wanted: boolean) => {
    const asked = WALL_RESOURCES.flatMap((what) => verbs.map((verb) => ({ ...what, verb })));
    const answers = await Promise.all(asked.map(async (what) => ({ what, may: await client.mayI(what) })));
    return answers.filter(({ may }) => may === wanted).map(({ what: { verb, resource } }) => `${verb} ${resource}`);
  };
  return [await ask(['get'], false), await ask(WRITES, true)];
}

async function checkState(cluster: StateCluster): Promise<string> {
  const { planEnvironment, backend } = cluster.opentofu;
  const file = planEnvironment ? 'planEnvironmentFile' : 'environmentFile';
  await pullState(cluster, ENVIRONMENT).catch((error: unknown) => fail(error, backendMend(file)));
  return backend.type;
}

/** A plan over nothing: it takes the lock, finds nothing to do and gives it back. */
async function checkLock({ name, opentofu, kubeconfig }: StateCluster): Promise<string> {
  const { type, settings } = opentofu.backend;
  if (type === 's3' && !S3_LOCKS.some((setting) => settings[setting]))
    throw new Missing(
      's3 locks nothing by itself: add use_lockfile: "true" to infrastructure.opentofu.backend.settings.',
    );
  const lock = async ({ run }: TofuFolder) => {
    await run(['init', ...QUIET]);
    await run(['plan', ...QUIET, '-lock-timeout=10s']);
  };
  const order = { files: filesOfState(opentofu, name, ENVIRONMENT), kubeconfig };
  await inFolder(opentofu, order, lock).catch((error: unknown) => fail(error, backendMend('environmentFile')));
  return type;
}

const backendMend = (file: string) =>
  `Check infrastructure.opentofu.backend, and its credentials in infrastructure.opentofu.${file}.`;

function fail(error: unknown, mend: string): never {
  const words = error instanceof Error ? error.message : String(error);
  throw new Missing(`${words}${words.endsWith('.') ? '' : '.'} ${mend}`);
}
