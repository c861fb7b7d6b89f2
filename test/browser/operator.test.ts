/* The operator's whole job: sees what one cause has stopped, mends it, has all of it tried again; freezes; looks at systems. */
import type { RequestStatus } from '../../src/domain/status.ts';
import { expectAccessible, takePictures, wholeFilePortal } from '../support/browser.ts';
import { press, typeInto } from '../support/keyboard.ts';
import { applyByHand, setExecutor } from '../support/manual-walls.ts';

const portal = wholeFilePortal();

const DAY = 24 * 3_600_000;
/** More often than anything here calls. */
const ALWAYS = 10_000;
const isDecided = ({ step, waitingOn }: RequestStatus) => step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person';

/** What GitHub, or another, answers from now on. */
const refuse = (match: string, message: string) =>
  portal.stage.sandbox.context.faults.add({ match, status: 403, message, times: ALWAYS });
const mendAll = () => portal.stage.sandbox.context.faults.clear();

test('by keyboard alone one mend of one cause lets every request go on that it has stopped', async () => {
  refuse('github POST .*/git/trees', 'Resource not accessible by integration');
  const references = await Promise.all([
    portal.ask('dana'),
    portal.ask('dana', { project: 'orders', title: 'Orders' }),
  ]);
  for (const reference of references) await portal.played(reference, ({ failure }) => failure?.incident !== undefined);
  const key = (await portal.status(references[0])).failure?.incident ?? '';

  // As the message in Slack leads there.
  const olga = await portal.signIn('olga', `/operations?incident=${key}`);
  await olga.getByRole('heading', { name: 'Forbidden at GitHub' }).waitFor();
  for (const reference of references) await olga.getByRole('link', { name: reference }).waitFor();
  await expectAccessible(olga);
  await takePictures(olga, 'operations-incident');
  mendAll();
  await press(olga, olga.getByRole('button', { name: 'Try all again', exact: true }));
  await typeInto(olga, olga.getByLabel('What has been mended'), 'The app may push again');
  await press(olga, olga.getByRole('button', { name: 'Yes, try all again' }));
  await olga.getByText(/^2 are tried again now/).waitFor();
  for (const reference of references) await portal.played(reference, isDecided);
  await olga.goto('/operations?incident=forbidden-000000000000');
  await olga.getByText('Incident forbidden-000000000000 is not open any more').waitFor();
  expect(portal.refused).toEqual([]);
});

test('by keyboard alone nothing is merged while it is frozen, and goes on when that is ended', async () => {
  const reference = await portal.ask('dana', { project: 'ferries', title: 'Ferries' });
  await portal.played(reference, isDecided);
  const olga = await portal.signIn('olga', '/operations?show=freezes');
  const until = olga.getByLabel('Until');
  await until.fill(new Date(Date.now() + DAY).toISOString().slice(0, 16));
  await typeInto(olga, olga.getByLabel('Why'), 'The year is being closed');
  await press(olga, olga.getByRole('button', { name: 'Freeze', exact: true }));
  await olga.getByText('It is frozen.').waitFor();
  await olga.getByRole('button', { name: 'End the freeze of all clusters' }).waitFor();
  await expectAccessible(olga);
  await takePictures(olga, 'operations-frozen');

  const { plan } = await portal.status(reference);
  await portal.act('lee', `/api/requests/${reference}/decide`, { verdict: 'approve', specHash: plan?.specHash });
  const dana = await portal.signIn('dana', `/requests/${reference}`);
  await dana
    .getByText(/The year is being closed/)
    .first()
    .waitFor();
  expect((await portal.status(reference)).mergeSha).toBeNull();
  await press(olga, olga.getByRole('button', { name: 'End the freeze of all clusters' }));
  await olga.getByText('Nothing is frozen.').waitFor();
  await portal.played(reference, ({ phase }) => phase === 'ready');
});

test('what Berth may not do itself is done by hand, and Berth looks whether it is so', async () => {
  await setExecutor(portal.stage, 'manual');
  const reference = await portal.ask('dana', { project: 'cranes', title: 'Cranes' });
  await portal.played(reference, ({ task }) => task?.id === 'manual');
  const olga = await portal.signIn('olga', '/work');
  await olga.getByRole('link', { name: 'Do by hand: cranes' }).click();
  await olga.getByText(/^git fetch origin/).waitFor();
  await expectAccessible(olga);
  await takePictures(olga, 'manual');
  await applyByHand(portal.stage, await portal.status(reference));
  await olga.getByRole('button', { name: 'It is done' }).click();
  await olga.getByText('Done', { exact: true }).waitFor();
  await portal.played(reference, ({ phase }) => phase === 'ready');
  expect((await portal.status(reference)).placements).toMatchObject([{ state: 'ready' }]);
});

test('of a system that refuses Berth it is said which, first, and how to mend it', async () => {
  refuse('github GET /repos/.*/installation', 'Resource not accessible by integration');
  const olga = await portal.signIn('olga', '/operations?show=systems');
  await olga.getByText(/thing(s)? (is|are) missing/).waitFor();
  await olga
    .getByText(/Resource not accessible by integration/)
    .first()
    .waitFor();
  const systems = olga.getByRole('tabpanel').getByRole('region');
  expect(await systems.first().getByRole('img', { name: 'missing' }).count()).toBeGreaterThan(0);
  await expectAccessible(olga);
  await takePictures(olga, 'operations-broken');
  mendAll();
});
