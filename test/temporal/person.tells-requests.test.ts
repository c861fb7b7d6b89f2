import { tellStaffing } from '../../src/activities/people/staffing.ts';
import { personWorkflowId } from '../../src/domain/naming.ts';
import { absenceSignal, WORKFLOWS } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { wholeFile } from '../support/fixture.ts';
import { absenceFrom } from '../support/person.ts';
import { startStandingRequests, statusOf } from '../support/standing-request.ts';

const requests = wholeFile(startStandingRequests);

const DAY = 24 * 3_600_000;
const { waitingOn } = statusOf('');
const waitingFor = (...who: string[]) => ({ waitingOn: waitingOn && { ...waitingOn, who } });
const tell = (people: readonly string[], except: readonly string[] = []) =>
  tellStaffing(requests.env.client, { people, except });

/** Visibility lags: told until all of them are found. */
const untilTold = (people: readonly string[], count: number) =>
  eventually(async () => {
    const told = await tell(people);
    return told.length === count ? told.toSorted() : undefined;
  });

test('every request that waits for one of these people is told, and no other', async () => {
  const own = await requests.stand(waitingFor('lee'));
  const shared = await requests.stand(waitingFor('nia', "o'hara"));
  const others = await requests.stand(waitingFor('sam'));

  expect(await untilTold(['lee', "o'hara"], 2)).toEqual([own, shared].toSorted());

  expect(await requests.received(own)).toContainEqual(expect.objectContaining({ name: 'staffingChanged' }));
  expect(await requests.received(others)).toEqual([]);
  expect(await tell(['lee', "o'hara"], [own])).toEqual([shared]);
});

test('those too that wait for somebody in whose place one of them acts', async () => {
  const { client } = requests.env;
  const delegated = absenceFrom(Date.now(), -DAY, DAY, 'xena');
  await client.workflow.signalWithStart(WORKFLOWS.person, {
    workflowId: personWorkflowId('dora'),
    taskQueue: 'berth',
    args: ['dora'],
    signal: absenceSignal,
    signalArgs: [delegated],
  });
  const waits = await requests.stand(waitingFor('dora'));

  expect(await untilTold(['xena'], 1)).toEqual([waits]);
});
