import { createTokenFleet } from '../../src/clients/github.ts';
import { bringRuleset, wantedRulesets } from '../../src/clients/github-protection.ts';
import { checkGithub } from '../../src/doctor/github.ts';
import { eachTest } from '../support/fixture.ts';
import { configFor, failureTypeOf, planned, stageGithub } from '../support/github.ts';
import { closedEntry } from '../support/ledger.ts';

const stage = eachTest(stageGithub);

const WANTED = wantedRulesets(1001, 'berth/approval', 'berth-ledger');

const admin = () =>
  createTokenFleet({
    baseUrl: stage.server.url,
    token: stage.server.tokenOf('olgareyes'),
    repository: 'example/fleet',
  });

const unprotect = () => stage.as('olgareyes').repos.deleteBranchProtection({ ...stage.at, branch: 'main' });

async function protect(): Promise<string[]> {
  const done: string[] = [];
  for (const ruleset of WANTED) done.push(await bringRuleset(admin(), ruleset));
  return done;
}

/** What doctor says about main and the ledger, to the App or to an administrator. */
async function told(token?: string): Promise<{ ok: boolean; detail: string }[]> {
  const found = await checkGithub(configFor(stage.server), token);
  return found.filter(({ what }) => what.endsWith('is protected')).map(({ ok, detail }) => ({ ok, detail }));
}

test('an unprotected main is told; protected by two rulesets, which are set again and not doubled, it is fine', async () => {
  await unprotect();
  expect(await told()).toMatchObject([{ ok: false }, { ok: true }]);

  expect(await protect()).toEqual(['made', 'made']);
  expect(await protect()).toEqual(['set again', 'set again']);

  expect(await told()).toMatchObject([
    {
      ok: true,
      detail: expect.stringContaining('who may bypass the ruleset "Berth: approved changes only" is shown to'),
    },
    { ok: true },
  ]);
  expect(await told(stage.server.tokenOf('olgareyes'))).toEqual([
    { ok: true, detail: 'berth/approval of App 1001 is required, for everybody' },
    { ok: true, detail: 'it only grows, for everybody' },
  ]);
});

test('somebody who may bypass the ruleset is told to administrators', async () => {
  await unprotect();
  const [main] = WANTED;
  const bypass = [{ actor_type: 'Team', actor_id: 7, bypass_mode: 'always' }] as const;
  if (main) await bringRuleset(admin(), { ...main, bypass_actors: [...bypass] });

  const [finding] = await told(stage.server.tokenOf('olgareyes'));

  expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('does not bind Team 7') });
});

test.each([
  ['the check counts from anybody', { checks: [{ context: 'berth/approval' }] }, {}, /counts from anybody/],
  ['administrators are free', {}, { enforce_admins: false }, /does not bind administrators/],
  ['it can be rewritten', {}, { allow_force_pushes: true }, /it can be rewritten/],
  ['it can be deleted', {}, { allow_deletions: true }, /it can be deleted/],
])('classic protection is read too: %s', async (_, checks, more, problem) => {
  await stage.as('olgareyes').repos.updateBranchProtection({
    ...stage.at,
    branch: 'main',
    required_status_checks: {
      strict: false,
      contexts: [],
      checks: [{ context: 'berth/approval', app_id: 1001 }],
      ...checks,
    },
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
    ...more,
  });

  const [finding] = await told(stage.server.tokenOf('olgareyes'));

  expect(finding).toMatchObject({ ok: false, detail: expect.stringMatching(problem) });
});

test('under the rulesets the check of somebody else lets nobody merge, and the App’s own does', async () => {
  await unprotect();
  await protect();
  const pull = await stage.activities.proposeChange(planned());
  const status = { sha: pull.headSha, state: 'success', context: 'berth/approval' } as const;
  await stage.as('leemarsh').repos.createCommitStatus({ ...stage.at, ...status });
  const order = { number: pull.number, headSha: pull.headSha, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' };

  expect(await failureTypeOf(stage.activities.mergePullRequest(order))).toBe('Rejected');
  const byAdmin = stage.as('olgareyes').pulls.merge({ ...stage.at, pull_number: pull.number });
  await expect(byAdmin).rejects.toMatchObject({ status: 405 });

  const shown = { number: pull.number, headSha: pull.headSha, state: 'success', description: 'Approved: lee' } as const;
  await stage.activities.mirrorApproval(shown);
  await expect(stage.activities.mergePullRequest(order)).resolves.toMatchObject({ mergeSha: expect.any(String) });
});

test('the ledger can neither be deleted nor rewritten, by nobody, and still grows', async () => {
  await stage.activities.writeLedger({ entry: closedEntry() });
  const ref = { ...stage.at, ref: 'heads/berth-ledger' };
  const main = (await stage.as('olgareyes').git.getRef({ ...stage.at, ref: 'heads/main' })).data.object.sha;

  await expect(stage.as('olgareyes').git.deleteRef(ref)).rejects.toMatchObject({ status: 422 });
  await expect(stage.as('olgareyes').git.updateRef({ ...ref, sha: main, force: true })).rejects.toMatchObject({
    status: 422,
  });
  await stage.activities.writeLedger({ entry: closedEntry({ outcome: 'withdrawn' }) });
});
