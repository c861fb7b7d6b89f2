import { type GithubStage, planned, stageGithub } from '../support/github.ts';

let stage: GithubStage;
beforeEach(async () => void (stage = await stageGithub()));
afterEach(() => stage.close());

const ledger = { reference: 'BR-7F3K2M9QXA', closedAt: '2026-03-04T06:00:00Z', record: { phase: 'ready' } };

test('from proposal to ledger: nine writes of the twelve allowed', async () => {
  const { number, headSha, branch } = await stage.activities.proposeChange(planned());
  const check = { number, headSha, description: 'Lee decides' };
  await stage.activities.mirrorApproval({ ...check, state: 'pending' });
  await stage.activities.mirrorApproval({ ...check, state: 'success' });
  const order = { number, headSha, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' };
  await stage.activities.mergePullRequest(order);
  await stage.activities.writeLedger(ledger);
  await stage.activities.writeLedger(ledger);

  expect(stage.context.writes.all()).toHaveLength(9);
  const changed = stage.activities.writeLedger({ ...ledger, record: { phase: 'undone' } });
  await expect(changed).rejects.toMatchObject({ type: 'Rejected' });
});

test('the team is made once, and who is outside the organisation is invited', async () => {
  const team = { project: 'payments', logins: ['dana-field', 'mallory'] };
  await stage.activities.ensureTeam(team);
  await stage.activities.ensureTeam(team);
  expect(stage.context.writes.all()).toHaveLength(3);
  expect((await stage.server.inspect()).teams.get('payments')).toEqual(team.logins);
});
