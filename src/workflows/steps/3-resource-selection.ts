import { problemLine } from '../../domain/problem-text.ts';
import { type Problem, withEditor } from '../../domain/request.ts';
import type { Selection } from '../../domain/selection.ts';
import { catalogue } from '../gateways.ts';
import { insist } from '../insist.ts';
import { type Lifecycle, RequestEnded, requestOf } from '../lifecycle.ts';
import { beside, mail } from '../notify.ts';
import { nudge } from '../nudge.ts';
import { transition } from '../transitions.ts';
import { type Wait, waitFor } from '../waiting.ts';
import { scheduleForPeople } from '../working-time.ts';

/** The requester picks from the catalogue, unless the request brought a valid selection. */
export async function selectResources(life: Lifecycle): Promise<void> {
  let selection = takeSelection(life) ?? requestOf(life).selection;
  let problems: Problem[] = selection ? await check(life, selection) : [];
  while (!selection || problems.length > 0) {
    selection = await chooseResources(life, problems);
    problems = await check(life, selection);
  }
  const { stage, regions, size } = selection;
  transition(
    life,
    { request: { ...requestOf(life), selection } },
    `Selected ${stage}, size ${size}, in ${regions.join(' and ')}`,
  );
}

function check(life: Lifecycle, selection: Selection): Promise<Problem[]> {
  const request = requestOf(life);
  return insist(life, 'the fleet repository', () => catalogue.checkSelection({ request, selection }));
}

/** Whoever edits the content for the requester does not decide about it. */
function takeSelection(life: Lifecycle): Selection | undefined {
  const { selection } = life.inbox;
  delete life.inbox.selection;
  const request = requestOf(life);
  if (selection && selection.by.person !== request.requesterId) {
    transition(life, { request: { ...request, source: withEditor(request.source, selection.by.person) } });
  }
  return selection?.selection;
}

async function chooseResources(life: Lifecycle, problems: Problem[]): Promise<Selection> {
  const request = requestOf(life);
  const schedule = await scheduleForPeople(life, 'selection');
  const title = 'Choose resources';
  const task = {
    id: 'selection',
    queue: 'requester',
    title,
    since: schedule.since,
    due: schedule.deadline,
    problems,
  } as const;
  transition(life, { task });
  beside(
    life,
    mail(life, 'choose-resources', request.requester, {
      problems: problems.map(problemLine),
    }),
  );
  const wait: Wait = {
    name: 'selection',
    kind: 'person',
    who: [request.requesterId],
    text: title,
    next: 'the request expires and its accounts are put away',
    remind: (facts) => nudge(life, [request.requesterId], facts),
  };
  const chosen = await waitFor(life, wait, () => life.inbox.selection !== undefined, schedule);
  const selection = takeSelection(life);
  transition(life, { task: null });
  if (!chosen || !selection) throw new RequestEnded('expired', 'No resources were chosen');
  return selection;
}
