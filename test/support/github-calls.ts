/* Every kind of call that Berth makes of GitHub, made once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import type { Exchange } from '../../sandbox/github/exchange.ts';
import { createFleetHistory } from '../../src/activities/repository/git-reads.ts';
import { createChangedFiles } from '../../src/clients/changed-files.ts';
import { createFleetReader } from '../../src/clients/fleet-reader.ts';
import { createGithub, createTokenFleet } from '../../src/clients/github.ts';
import { openWorkflow, readRunners } from '../../src/clients/github-actions.ts';
import { bringRuleset, wantedRulesets } from '../../src/clients/github-protection.ts';
import { openFleet } from '../../src/clients/github-tree.ts';
import { createLedger } from '../../src/clients/ledger.ts';
import { checkGithub } from '../../src/doctor/github.ts';
import { orphansOnGithub } from '../../src/doctor/orphans/github.ts';
import type { PullRequest } from '../../src/domain/change.ts';
import { LEDGER_BRANCH } from '../../src/domain/ledger.ts';
import { APPROVAL_CONTEXT } from '../../src/domain/naming.ts';
import { type ActionsStage, untilRun } from './actions.ts';
import { configFor, FREELY, type GithubStage, planned } from './github.ts';
import { closedEntry } from './ledger.ts';

const REFERENCE = planned().request.reference;
const OVER = { stateOf: async () => ({ goesOn: false, stands: false, words: 'over' }) };

/** From a proposal to its undo, with everything that may come between. */
export async function playRequest(stage: GithubStage): Promise<void> {
  const { activities } = stage;
  await activities.proposeChange(planned());
  const changed = planned('payments', REFERENCE, 'sha256:bb');
  const pull = await activities.proposeChange(changed);
  await createChangedFiles(stage.github)(pull.number);
  const read = () => activities.readPullRequest({ ...changed, ...pull });
  await stage.as('leemarsh').pulls.createReview({ ...stage.at, pull_number: pull.number, event: 'APPROVE' });
  await read();
  await activities.closePullRequest({ ...pull, comment: 'The request has ended.' });
  await read();
  await activities.restoreBranch(pull);
  const mergeSha = await merge(stage, pull);
  await read();
  await activities.revertChange({ reference: REFERENCE, plan: changed.plan, mergeSha });
  await activities.sweepPullRequests({ since: '2026-01-01T00:00:00Z' });
}

async function merge({ activities, github }: GithubStage, { number, headSha }: PullRequest): Promise<string> {
  const said = { number, headSha, description: 'Approved: lee' };
  await activities.mirrorApproval({ ...said, state: 'pending' });
  await activities.mirrorApproval({ ...said, state: 'success' });
  const order = { number, headSha, reference: REFERENCE, specHash: 'sha256:bb' };
  const { mergeSha } = await activities.mergePullRequest(order);
  const history = createFleetHistory(github);
  await history.readMergedCommit(mergeSha);
  await history.readApprovalStatus(headSha);
  await history.readFile(mergeSha, 'README.md');
  await history.treeAt(mergeSha, 'clusters/cluster-east-prod');
  return mergeSha;
}

/** A team that is made, joined from inside and outside, and taken back. */
export async function playTeam({ activities }: GithubStage): Promise<void> {
  const team = { reference: REFERENCE, project: 'payments', logins: ['dana-field', 'mallory'] };
  await activities.ensureTeam(team);
  await activities.ensureTeam(team);
  await activities.readTeam(team);
  const other = { ...team, reference: 'BR-0000000000', added: ['mallory'], neededBy: [] };
  await activities.retireTeam(other);
  await activities.retireTeam({ ...team, added: team.logins, neededBy: [] });
}

export async function playLedger({ activities, github }: GithubStage): Promise<void> {
  await activities.writeLedger({ entry: closedEntry() });
  await activities.writeLedger({ entry: closedEntry({ outcome: 'withdrawn' }) });
  const ledger = createLedger(github);
  await ledger.ofRequest(REFERENCE);
  await ledger.ofProject('payments', 10);
}

/** What doctor asks, of a protected main and of one that nobody protects. */
export async function playDoctor(stage: GithubStage): Promise<void> {
  const config = configFor(stage.server);
  await checkGithub(config);
  await stage.as('olgareyes').repos.deleteBranchProtection({ ...stage.at, branch: 'main' });
  await checkGithub(config);
  await createFleetReader(stage.github)();
  await orphansOnGithub(await openFleet(stage.github), OVER);
}

/** What Berth sets, sets again and reads by the token of Olga, who administers the repository. */
export async function playProtection({ server }: Pick<GithubStage, 'server'>): Promise<void> {
  const token = server.tokenOf('olgareyes');
  const fleet = createTokenFleet({ baseUrl: server.url, token, repository: server.fleet });
  const wanted = wantedRulesets(Number(server.appId), APPROVAL_CONTEXT, LEDGER_BRANCH);
  for (const ruleset of [...wanted, ...wanted]) await bringRuleset(fleet, ruleset);
  await checkGithub(configFor(server), token);
  await readRunners(fleet);
}

/** A run that Berth starts and whose end it reads. */
export async function playActions(stage: ActionsStage): Promise<void> {
  const fleet = await openFleet(createGithub(configFor(stage.server), FREELY));
  const workflow = openWorkflow(fleet, 'test.yml');
  const id = (await workflow.dispatch({ who: 'Dana' })) ?? 0;
  await untilRun(stage.server, ({ status }) => status === 'completed');
  await workflow.listRuns();
  await workflow.readRun(id);
  await workflow.findBadStep(id);
}

/** A kind of call, by GitHub's own names: method and path with its parameters in braces. */
export interface Operation {
  readonly method: string;
  readonly path: string;
}

/** `@octokit/auth-app` asks this by itself. */
const BY_AUTH: Operation = { method: 'POST', path: '/app/installations/{installation_id}/access_tokens' };
const SOURCES = join(import.meta.dirname, '..', '..', 'src');

/** What Berth's own code asks of GitHub, as its text says. */
export function operationsOfBerth(): Operation[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const text = files.map((file) => readFileSync(join(SOURCES, file), 'utf8')).join('\n');
  const { rest } = new Octokit();
  const named = new Set([...text.matchAll(/\brest\.(\w+\.\w+)/g)].map(([, name = '']) => name));
  return [BY_AUTH, ...[...named].map((name) => operationOf(rest, name))];
}

interface Endpoint {
  readonly endpoint: { readonly DEFAULTS: { readonly method: string; readonly url: string } };
}

function operationOf(rest: Octokit['rest'], name: string): Operation {
  const [group = '', method = ''] = name.split('.');
  const groups = rest as unknown as Readonly<Record<string, Readonly<Record<string, Endpoint>>>>;
  const found = groups[group]?.[method];
  if (!found) throw new Error(`GitHub's client has no ${name}`);
  return { method: found.endpoint.DEFAULTS.method, path: found.endpoint.DEFAULTS.url };
}

/** True for an exchange of that kind which went well. */
export function isOf({ method, path }: Operation, exchange: Exchange): boolean {
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
  const [asked = ''] = exchange.path.split('?');
  return exchange.method === method && pattern.test(asked) && exchange.answer.status < 300;
}
