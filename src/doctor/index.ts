/** `berth doctor`: whether every configured system can be reached and lets Berth do what it has to. Leaves nothing. */
import type { Config } from '../config.ts';
import { checkClusters } from './clusters.ts';
import { checkDirectory } from './directory.ts';
import { checkExecutors } from './executors/index.ts';
import type { Finding } from './finding.ts';
import { readFleet } from './fleet.ts';
import { checkGithub } from './github.ts';
import { checkIssuer } from './issuer.ts';
import { checkMailboxes } from './mailboxes.ts';
import { checkMails } from './mails.ts';
import { checkPeople } from './people.ts';
import { checkPolicy } from './policy.ts';
import { checkRecord } from './record.ts';
import { checkSlack } from './slack.ts';
import { checkSmtp } from './smtp.ts';
import { checkTemporal } from './temporal.ts';

export { findOrphans } from './orphans/index.ts';

const CHECKS = [
  checkTemporal,
  checkDirectory,
  checkMailboxes,
  checkSmtp,
  checkMails,
  checkGithub,
  checkSlack,
  checkClusters,
  checkIssuer,
] as const;

/**
 * Everything that was tried, system by system in a fixed order. Never throws; takes up to half a minute.
 * @param githubToken of an administrator of the fleet repository, who sees more of its rules than the App.
 */
export async function examine(config: Config, githubToken?: string): Promise<Finding[]> {
  const found = await Promise.all(CHECKS.map((check) => check(config, githubToken)));
  // They read the fleet and start programs: not beside the others, whose answers have limits of seconds.
  const fleet = await readFleet(config);
  return [
    ...found.flat(),
    ...(await checkPeople(config, fleet)),
    ...(await checkPolicy(config, fleet)),
    ...(await checkRecord(config, fleet)),
    ...(await checkExecutors(config, fleet, githubToken)),
  ];
}
