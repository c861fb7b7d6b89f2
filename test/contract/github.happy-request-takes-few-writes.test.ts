import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';
import { closedEntry } from '../support/ledger.ts';

const stage = eachTest(stageGithub);

const entry = closedEntry();

test('from proposal to ledger: nine writes of the twelve allowed, eleven for the first of a fleet', async () => {
  const { number, headSha } = await stage.activities.proposeChange(planned());
  const check = { number, headSha, description: 'Lee decides' };
  await stage.activities.mirrorApproval({ ...check, state: 'pending' });
  await stage.activities.mirrorApproval({ ...check, state: 'success' });
  const order = { number, headSha, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' };
  await stage.activities.mergePullRequest(order);
  expect(stage.context.writes.all()).toHaveLength(8);
  await stage.activities.writeLedger({ entry });
  expect(stage.context.writes.all()).toHaveLength(11);
  await stage.activities.writeLedger({ entry: { ...entry, reference: 'BR-0000000001' } });
  expect(stage.context.writes.all()).toHaveLength(12);
});

test('the team is made once, and who is outside the organisation is invited', async () => {
  const team = { reference: 'BR-7F3K2M9QXA', project: 'payments', logins: ['dana-field', 'mallory'] };
  await stage.activities.ensureTeam(team);
  await stage.activities.ensureTeam(team);
  expect(stage.context.writes.all()).toHaveLength(3);
  expect((await stage.server.inspect()).teams.get('payments')).toEqual(team.logins);
});

test("a team that is not Berth's is left alone", async () => {
  const team = { reference: 'BR-7F3K2M9QXA', project: 'payments', logins: [] };
  await fetch(`${stage.server.url}/orgs/example/teams`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.server.tokenOf('olgareyes')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'payments', description: 'Accounts payable' }),
  });

  await expect(stage.activities.ensureTeam(team)).rejects.toMatchObject({ type: 'NameTaken' });
});
