import { createPreview } from '../../src/activities/preview.ts';
import type { RequestInput } from '../../src/domain/request.ts';
import { type PreviewDeps, previewRequest } from '../../src/intake/preview.ts';
import { APPROVAL, directory } from '../support/api.ts';
import { eachTest } from '../support/fixture.ts';
import { startMessages } from '../support/notification.ts';
import { CATALOGUE, fleet } from '../support/worked-example.ts';

const messages = eachTest(startMessages);

const start: Omit<RequestInput, 'reference'> = {
  senderProof: 'proven',
  source: { channel: 'mail', key: 'requests:<1@example.test>', receivedAt: '2026-11-21T09:00:00.000Z' },
  draft: {
    kind: 'create-project',
    requester: 'dana@example.test',
    project: 'payments',
    title: 'Payments API',
    lead: 'lee@example.test',
    costCentre: 'CC-1042',
    environments: [{ stage: 'prod', regions: ['east', 'west'], size: 'S', items: [] }],
  },
};

/** The text of the mail by which a preview is answered. */
async function answered(draft: Partial<RequestInput['draft']> = {}, more: Partial<PreviewDeps> = {}): Promise<string> {
  const readFleet = async () => fleet();
  const deps = { ...directory, ...APPROVAL, catalogue: CATALOGUE, readFleet, staff: [], ...more };
  const preview = (input: RequestInput) => previewRequest(deps, input);
  await createPreview({ preview, notifications: messages.activities })({
    ...start,
    draft: { ...start.draft, ...draft },
  });
  await messages.server.settled();
  return (await messages.mail.received('dana@example.test')).at(-1)?.text ?? '';
}

test('the answer to a preview by mail says who would decide, what it makes, costs and needs', async () => {
  const text = await answered();

  for (const said of [
    /Who decides: *\s*lead: lee/,
    /cluster-east-prod: takes [\s\S]*that are free[\s\S]*cluster-west-prod: takes/,
    /[\d.]+ USD a month \(estimate\)/,
    /environments\/payments-prod\/berth\.yaml/,
    /Spec: [0-9a-f]{12}/,
    /send your mail again without the line "preview"/,
    /Every rule of the fleet is kept/,
  ]) {
    expect(text).toMatch(said);
  }
  expect(text).not.toContain('https://');
});

test('while somebody is away it says who would decide for them', async () => {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const at = new Date(0).toISOString();
  const lee = { id: '1', from: at, until, delegate: 'olga', by: 'lee', at };
  const text = await answered({}, { absencesOf: async () => new Map([['lee', [lee]]]) });

  expect(text).toMatch(/Who decides: *\s*lead: olga for lee, who is away\s+until/);
});

test('what is wrong is said instead, with how to mend it', async () => {
  const text = await answered({ environments: [{ stage: 'prod', regions: ['atlantis'], size: 'S', items: [] }] });

  expect(text).toMatch(/environments\[0\]\.regions\[0\]/);
  expect(text).not.toMatch(/Spec:/);
});
