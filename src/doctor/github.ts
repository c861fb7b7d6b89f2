import { ClientError } from '../clients/client-error.ts';
import { createGithub, createTokenFleet, findInstallation, type Installation } from '../clients/github.ts';
import { githubError } from '../clients/github-errors.ts';
import { type Fleet, MAIN } from '../clients/github-fleet.ts';
import { type Guard, readGuards } from '../clients/github-protection.ts';
import { branchHead, openFleet } from '../clients/github-tree.ts';
import type { Config } from '../config.ts';
import { LEDGER_BRANCH } from '../domain/ledger.ts';
import { APPROVAL_CONTEXT } from '../domain/naming.ts';
import { type Finding, Missing, missingOf, tryFirst, tryOut } from './finding.ts';
import { judgeLedger, judgeMain } from './protection.ts';

/** What the App must be allowed (`docs/permissions.md`). */
const PERMISSIONS = ['contents', 'pull_requests', 'statuses'] as const;
/** What can be left out, and what Berth does not do then. */
const OPTIONAL = { members: 'no teams', actions: 'no executor github-actions' } as const;
/** Hints that a request may stand differently; lost ones are found by the sweep. */
const EVENTS = ['pull_request', 'pull_request_review'] as const;

/** @param adminToken of an administrator of the repository, to see all rules of its branches. */
export async function checkGithub(config: Pick<Config, 'github'>, adminToken?: string): Promise<Finding[]> {
  const github = createGithub(config);
  const installed = async () => {
    const value = await asked('show the App', () => findInstallation(config));
    return { detail: `App ${config.github.appId} on ${config.github.fleet}`, value };
  };
  return tryFirst('github', 'App is installed', installed, async (installation) => [
    await tryOut('github', 'permissions', () => checkPermissions(installation)),
    await tryOut('github', 'events', () => checkEvents(installation)),
    ...(await tryFirst(
      'github',
      'fleet repository',
      async () => {
        const fleet = await asked('open the fleet', () => openFleet(github));
        return { detail: `${MAIN} at ${(await headOf(fleet)).slice(0, 7)}`, value: fleet };
      },
      async (app) => {
        const fleet = readerOf(app, config, adminToken);
        const judged = (guards: Guard[]) => judgeMain(guards, APPROVAL_CONTEXT, Number(config.github.appId));
        return [
          await tryOut('github', `${MAIN} is protected`, () => checkProtection(fleet, MAIN, judged)),
          await tryOut('github', `${LEDGER_BRANCH} is protected`, () =>
            checkProtection(fleet, LEDGER_BRANCH, judgeLedger),
          ),
        ];
      },
    )),
  ]);
}

async function checkPermissions({ permissions }: Installation): Promise<string> {
  const granted = Object.entries(permissions).flatMap(([name, level]) => (level === 'read' ? [] : [name]));
  const missing = missingOf(PERMISSIONS, granted).map((name) => `${name}:write`);
  const without = Object.entries(OPTIONAL).filter(([name]) => !granted.includes(name));
  if (missing.length === 0)
    return ['all needed', ...without.map(([name, what]) => `without ${name}:write ${what}`)].join('; ');
  const mend = 'add under "Permissions & events" of the App, and accept it on the installation';
  throw new Missing(`${missing.join(', ')} missing: ${mend}.`);
}

async function checkEvents({ events }: Installation): Promise<string> {
  const missing = missingOf(EVENTS, events);
  if (missing.length === 0) return EVENTS.join(', ');
  throw new Missing(`${missing.join(', ')} missing: subscribe under "Permissions & events" of the App.`);
}

async function headOf(fleet: Fleet): Promise<string> {
  const sha = await asked(`show ${MAIN}`, () => branchHead(fleet, MAIN));
  if (sha) return sha;
  throw new Missing(`The repository has no branch ${MAIN}. Make it, or check github.fleet.`);
}

/** By the branch's own protection or by rulesets. An administrator's token shows what the App does not see. */
async function checkProtection(fleet: Fleet, branch: string, judge: (guards: Guard[]) => string): Promise<string> {
  return judge(await asked(`show the rules of ${branch}`, () => readGuards(fleet, branch)));
}

/** Reads as the App, or as whoever's token it is. */
function readerOf(fleet: Fleet, { github }: Pick<Config, 'github'>, token: string | undefined): Fleet {
  if (token === undefined) return fleet;
  return createTokenFleet({ baseUrl: github.baseUrl, token, repository: github.fleet });
}

async function asked<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const told = githubError(error, doing);
    if (told instanceof ClientError) throw told;
    throw new Missing(`${(told as Error).message}. Check github.privateKeyFile.`);
  }
}
