import { ClientError } from '../../clients/client-error.ts';
import { createTokenFleet } from '../../clients/github.ts';
import { githubError } from '../../clients/github-errors.ts';
import { bringRuleset, type WantedRuleset, wantedRulesets } from '../../clients/github-protection.ts';
import { isTransient } from '../../domain/failures.ts';
import { LEDGER_BRANCH } from '../../domain/ledger.ts';
import { APPROVAL_CONTEXT } from '../../domain/naming.ts';
import type { CliContext } from '../context.ts';
import { readGithubToken } from '../environment.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readConfig } from '../read-config.ts';

type Print = CliContext['print'];

/** Sets the rules of main and of the ledger on GitHub; the App itself has no right to, and should not. */
export async function protect(print: Print, file: string, dryRun: boolean): Promise<void> {
  const { github } = readConfig(file);
  const wanted = wantedRulesets(Number(github.appId), APPROVAL_CONTEXT, LEDGER_BRANCH);
  if (dryRun) return wanted.forEach((ruleset) => printCall(print, github.fleet, ruleset));
  const token = readGithubToken();
  if (token === undefined) {
    const what = `Set GITHUB_TOKEN to the token of somebody who administers ${github.fleet}.`;
    throw new CliFailure(EXIT.usage, what, 'berth fleet init --protect --dry-run prints what it would do');
  }
  const fleet = createTokenFleet({ baseUrl: github.baseUrl, token, repository: github.fleet });
  for (const ruleset of wanted) {
    const done = await bringRuleset(fleet, ruleset).catch((error: unknown) => Promise.reject(inWords(error)));
    print(`${github.fleet}: ruleset "${ruleset.name}" ${done}`);
  }
}

/** The same by GitHub's own command, for whoever would rather do it by hand. */
function printCall(print: Print, fleet: string, ruleset: WantedRuleset): void {
  print(`gh api --method POST repos/${fleet}/rulesets --input - <<'END'`);
  print(JSON.stringify(ruleset, null, 2));
  print('END');
}

function inWords(error: unknown): unknown {
  const told = githubError(error, 'set the rules of the fleet repository');
  if (!(told instanceof ClientError)) return error;
  return new CliFailure(isTransient(told.type) ? EXIT.unreachable : EXIT.notAllowed, told.message);
}
