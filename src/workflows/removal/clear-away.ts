/* Step 7 of a removal: nothing runs any more, so its files go, and with the last environment of a project its accounts. */
import type { ProjectEnd } from '../../domain/accounts.ts';
import { removalOf } from '../../domain/request.ts';
import { failureOf } from '../failure-of.ts';
import { directory, repository } from '../gateways.ts';
import { insist, patiently } from '../insist.ts';
import { clustersOf, type Lifecycle, mergeShaOf, planOf, requestOf } from '../lifecycle.ts';
import { transition } from '../transitions.ts';
import { untilUnfrozen } from '../windows.ts';
import { endWithEnvironment } from './lock.ts';

const DIRECTORY = 'the directory';

export async function clearAway(life: Lifecycle): Promise<void> {
  const { project, ...request } = requestOf(life);
  const { madeBy } = removalOf({ project, ...request });
  const users = await insist(life, DIRECTORY, () => directory.findProjectUsers({ project }));
  const endsProject = users.every((other) => other === madeBy);
  const order = { reference: life.input.reference, plan: planOf(life), mergeSha: mergeShaOf(life) };
  const drop = () => repository.dropFiles({ ...order, part: 'files', endsProject });
  await untilUnfrozen(life, clustersOf(life), 'the removal');
  const { done } = await insist(life, 'GitHub', drop);
  endWithEnvironment(life);
  say(life, done);
  const end = await insist(life, DIRECTORY, () => directory.retireProject({ project, reference: madeBy }));
  say(life, end.done);
  await retireTeam(life, project, end);
}

/** The GitHub team never holds a request: what could not be done is listed. */
async function retireTeam(life: Lifecycle, project: string, { madeBy, neededBy }: ProjectEnd): Promise<void> {
  if (madeBy === undefined || neededBy.length > 0) return;
  const order = { reference: madeBy, project, added: [], neededBy: [] };
  try {
    say(life, await patiently(life, 'GitHub', () => repository.retireTeam(order)));
  } catch (error) {
    say(life, [`left: the GitHub team ${project}: ${failureOf(error).message}`]);
  }
}

const LEFT = /^left: /;

/** Into the story; what was left also stands in the status. */
function say(life: Lifecycle, lines: readonly string[]): void {
  for (const line of lines) transition(life, {}, line);
  const left = lines.filter((line) => LEFT.test(line)).map((line) => line.replace(LEFT, ''));
  const { undo } = life.status;
  if (left.length > 0) transition(life, { undo: { ...undo, left: [...undo.left, ...left] } });
}
