import { eachTest } from '../support/fixture.ts';
import { stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

const FIRST = 'BR-7F3K2M9QXA';
const LATER = 'BR-0000000000';
const team = { reference: FIRST, project: 'payments', logins: ['dana-field'] };
const joined = { ...team, reference: LATER, madeBy: FIRST, logins: ['dana-field', 'sam-okoro', 'mallory'] };
const members = async () => (await stage.server.inspect()).teams.get('payments');

test('undo of the first request leaves the team that a later one needs', async () => {
  await stage.activities.ensureTeam(team);

  const undone = await stage.activities.retireTeam({ ...team, added: team.logins, neededBy: [LATER] });

  expect(undone).toEqual([`left: GitHub team payments, which ${LATER} needs`]);
  expect(await members()).toEqual(team.logins);
  const alone = { ...team, added: team.logins, neededBy: [] };
  expect(await stage.activities.retireTeam(alone)).toEqual(['deleted GitHub team payments']);
  expect(await stage.activities.retireTeam(alone)).toEqual([]);
});

test('undo of a later request takes out whom it put in, invited ones too, the same on every attempt', async () => {
  await stage.activities.ensureTeam(team);
  const before = await stage.activities.readTeam(team);
  await stage.activities.ensureTeam(joined);
  expect(await stage.activities.readTeam(team)).toEqual(joined.logins);

  const added = joined.logins.filter((login) => !before.includes(login));
  const undo = () => stage.activities.retireTeam({ ...joined, added, neededBy: [] });
  const undone = await undo();

  expect(undone).toEqual(['took sam-okoro out of GitHub team payments', 'took mallory out of GitHub team payments']);
  expect(await members()).toEqual(['dana-field']);
  expect(await undo()).toEqual(undone);
});

test('a new project does not take over the team of another request', async () => {
  await stage.activities.ensureTeam(team);

  const other = stage.activities.ensureTeam({ ...team, reference: LATER, logins: ['sam-okoro'] });

  await expect(other).rejects.toMatchObject({ type: 'NameTaken' });
  expect(await members()).toEqual(team.logins);
});

test('without a team there is nobody in it', async () => {
  expect(await stage.activities.readTeam(team)).toEqual([]);
});
