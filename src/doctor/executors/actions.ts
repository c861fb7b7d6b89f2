import { createGithub, findInstallation } from '../../clients/github.ts';
import { MAIN } from '../../clients/github-fleet.ts';
import { branchHead, openFleet, readTree } from '../../clients/github-tree.ts';
import type { Config } from '../../config.ts';
import { type Finding, Missing, tryOut } from '../finding.ts';

const WORKFLOW = '.github/workflows/berth-apply.yml';

/** The right to start the workflow, and the workflow. Runners are shown to administrators only, which Berth is not. */
export async function checkActions(config: Pick<Config, 'github'>, clusters: readonly string[]): Promise<Finding[]> {
  if (clusters.length === 0) return [];
  return [
    await tryOut('github', 'may start workflows', () => checkRight(config, clusters)),
    await tryOut('github', 'apply workflow', () => checkWorkflow(config, clusters)),
  ];
}

async function checkRight(config: Pick<Config, 'github'>, clusters: readonly string[]): Promise<string> {
  const { permissions } = await findInstallation(config);
  if (permissions['actions'] === 'write') return 'actions:write';
  const mend = 'add it under "Permissions & events" of the App, and accept it on the installation';
  throw new Missing(`For ${clusters.join(', ')} actions:write is missing: ${mend}.`);
}

async function checkWorkflow(config: Pick<Config, 'github'>, clusters: readonly string[]): Promise<string> {
  const fleet = await openFleet(createGithub(config));
  const tree = await readTree(fleet, (await branchHead(fleet, MAIN)) ?? MAIN);
  if (!tree.has(WORKFLOW)) throw new Missing(`${MAIN} has no ${WORKFLOW}: \`berth fleet init\` writes it.`);
  const look = `gh api repos/${config.github.fleet}/actions/runners`;
  return `${WORKFLOW}; whether a runner reaches ${clusters.join(', ')} an administrator sees: ${look}`;
}
