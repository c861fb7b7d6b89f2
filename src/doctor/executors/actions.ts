import { ClientError } from '../../clients/client-error.ts';
import { createGithub, createTokenFleet, findInstallation } from '../../clients/github.ts';
import { openWorkflow, readRunners } from '../../clients/github-actions.ts';
import { githubError } from '../../clients/github-errors.ts';
import { MAIN } from '../../clients/github-fleet.ts';
import { branchHead, openFleet, readTree } from '../../clients/github-tree.ts';
import type { Config } from '../../config.ts';
import { type Finding, Missing, missingOf, tryOut } from '../finding.ts';

type Deps = Pick<Config, 'github'>;

const FILE = 'berth-apply.yml';
const WORKFLOW = `.github/workflows/${FILE}`;
const NO_ADMIN = 'GitHub shows them to administrators only, and GITHUB_TOKEN is of none: give one of an administrator.';
/** What the shipped workflows ask for by `runs-on`. */
const LABELS = ['self-hosted', 'berth'] as const;

/**
 * The right to start the workflow, the workflow with what became of it last, and somebody to run it.
 * @param adminToken of an administrator of the repository: GitHub shows runners to nobody else, and Berth's App is none
 */
export async function checkActions(config: Deps, clusters: readonly string[], adminToken?: string): Promise<Finding[]> {
  if (clusters.length === 0) return [];
  return [
    await tryOut('github', 'may start workflows', () => checkRight(config, clusters)),
    await tryOut('github', 'apply workflow', () => checkWorkflow(config, clusters)),
    await tryOut('github', 'runners', () => checkRunners(config, adminToken)),
  ];
}

async function checkRight(config: Deps, clusters: readonly string[]): Promise<string> {
  const { permissions } = await findInstallation(config);
  if (permissions['actions'] === 'write') return 'actions:write';
  const mend = 'add it under "Permissions & events" of the App, and accept it on the installation';
  throw new Missing(`For ${clusters.join(', ')} actions:write is missing: ${mend}.`);
}

/** Whether a runner reaches a cluster only a run can show, so the last one of each is told. */
async function checkWorkflow(config: Deps, clusters: readonly string[]): Promise<string> {
  const fleet = await openFleet(createGithub(config));
  const tree = await readTree(fleet, (await branchHead(fleet, MAIN)) ?? MAIN);
  if (!tree.has(WORKFLOW)) throw new Missing(`${MAIN} has no ${WORKFLOW}: \`berth fleet init\` writes it.`);
  const runs = await openWorkflow(fleet, FILE)
    .listRuns()
    .catch((error: unknown) => {
      throw githubError(error, 'list runs');
    });
  const last = clusters.map((cluster) => {
    const run = runs.find(({ isOver, title }) => isOver && title.split(' ').includes(cluster));
    return run ? `last for ${cluster}: ${run.conclusion} (${run.url})` : `none has ended for ${cluster} yet`;
  });
  return [WORKFLOW, ...last].join('; ');
}

async function checkRunners({ github }: Deps, token: string | undefined): Promise<string> {
  const named = LABELS.join(', ');
  if (token === undefined) return `with the labels ${named}: shown to administrators only: give GITHUB_TOKEN of one`;
  const fleet = createTokenFleet({ baseUrl: github.baseUrl, token, repository: github.fleet });
  const runners = await readRunners(fleet).catch((error: unknown) => {
    const told = githubError(error, 'list runners');
    throw told instanceof ClientError && told.type === 'Forbidden' ? new Missing(NO_ADMIN) : told;
  });
  const ours = runners.filter(({ labels }) => missingOf(LABELS, labels).length === 0);
  const online = ours.filter(({ isOnline }) => isOnline);
  if (online.length > 0) return `${online.map(({ name }) => name).join(', ')} online`;
  const there = ours.length === 0 ? 'there is none' : `${ours.map(({ name }) => name).join(', ')} offline`;
  throw new Missing(`No runner with the labels ${named} is online, ${there}: a run would wait for one. Start one.`);
}
