import type { RequestStatus } from '../../src/domain/status.ts';
import { eachTest, wholeFile } from '../support/fixture.ts';
import { eventually, REQUESTS, runMailbox, startMailUnderTest } from '../support/mail.ts';
import { startStandingRequests, taskFor } from '../support/standing-request.ts';

const requests = wholeFile(startStandingRequests);
const server = eachTest(startMailUnderTest);

type Person = Parameters<typeof server.send>[0];

const SELECTING: Partial<RequestStatus> = { step: 'RESOURCE_SELECTION', task: taskFor('requester', 'selection') };
const draft = { kind: 'create-project', requester: 'dana@example.test', project: 'payments' } as const;
const IN_TRIAGE: Partial<RequestStatus> = {
  step: 'REQUEST_INITIATION',
  request: null,
  task: { ...taskFor('support', 'triage'), draft, problems: [{ where: 'lead', what: 'It is missing.', mend: '' }] },
};
const CHOICE = 'stage: prod\nregions: east, west\nsize: S\n\nThanks, Dana';
const quoted = CHOICE.split('\n').map((line) => `> ${line}`);

/** What a request is told when somebody answers it so, and what they are told. */
async function answered(
  status: Partial<RequestStatus>,
  text: string,
  { from = 'dana', times = 1, forged = false }: { from?: Person; times?: number; forged?: boolean } = {},
) {
  const reference = await requests.stand(status);
  const to = `requests+${reference.toLowerCase()}@example.test`;
  const messageId = `<${reference}@example.test>`;
  for (let i = 0; i < times; i += 1) {
    if (forged) await server.inject(`From: ${from}@example.test\r\nTo: ${to}\r\nSubject: Re\r\n\r\n${text}\r\n`);
    else await server.send(from, { to, subject: 'Re', text, messageId });
  }
  const mailbox = runMailbox(server, requests.env.client);
  await eventually(() => server.mail.count(REQUESTS.address, 'Processed') === times);
  expect(await mailbox.stop()).toEqual({ reply: times });
  const told = (await requests.received(reference)).map(
    ({ name, value }): Record<string, unknown> => ({ name, ...value }),
  );
  return { reference, told, notices: mailbox.notices };
}

const selection = { stage: 'prod', regions: ['east', 'west'], size: 'S', items: [] };

test('resources are chosen by an answer, once, however often it is read', async () => {
  const { told, notices } = await answered(SELECTING, CHOICE, { times: 2 });

  expect(told).toEqual([
    { name: 'select', person: 'dana', channel: 'mail', selection },
    { name: 'mailReply', id: expect.any(String), from: 'dana@example.test', text: CHOICE },
    { name: 'mailReply', id: told[1]?.['id'], from: 'dana@example.test', text: CHOICE },
  ]);
  expect(notices).toEqual([]);
});

test('what cannot be chosen is said to whoever answered, and stands in the request', async () => {
  const { reference, told, notices } = await answered(SELECTING, 'stage: prod\nregions: east\nsize: huge');

  expect(told).toMatchObject([{ name: 'mailReply' }]);
  expect(notices).toMatchObject([
    {
      reference,
      what: 'not-understood',
      to: 'dana@example.test',
      inReplyTo: `<${reference}@example.test>`,
      data: { project: 'payments', problems: [expect.stringContaining('size: "huge" is none of its values.')] },
    },
  ]);
});

test.each<[string, Partial<RequestStatus>, string, { from?: Person; forged?: boolean }]>([
  ['somebody else of the request', SELECTING, CHOICE, { from: 'lee' }],
  ['a stranger', SELECTING, CHOICE, { from: 'sam' }],
  ['a sender whom nothing proves', SELECTING, CHOICE, { forged: true }],
  [
    'a quotation',
    SELECTING,
    ['I shall choose tomorrow.', '', 'On Tue, 3 Jun 2025, Berth wrote:', ...quoted].join('\n'),
    {},
  ],
  ['an answer that nobody waits for', {}, CHOICE, {}],
  ['prose', SELECTING, 'Production, both regions, small please.', {}],
])('%s chooses nothing and is said in the request', async (_, status, text, by) => {
  const { told, notices } = await answered(status, text, by);

  expect(told).toMatchObject([{ name: 'mailReply' }]);
  expect(notices).toEqual([]);
});

test('what was missing of a request completes it', async () => {
  const { told } = await answered(IN_TRIAGE, 'lead: lee@example.test\ncost-centre: CC-1042');

  expect(told).toMatchObject([
    {
      name: 'completeTask',
      task: 'triage',
      person: 'dana',
      channel: 'mail',
      draft: { ...draft, lead: 'lee@example.test', costCentre: 'CC-1042' },
    },
    { name: 'mailReply' },
  ]);
});

test.each<[string, string, Person]>([
  ['that is still missing something', 'lead: lee@example.test', 'dana'],
  ['of somebody else', 'lead: lee@example.test\ncost-centre: CC-1042', 'lee'],
])('an answer %s leaves it to support, who read it', async (_, text, from) => {
  const { told } = await answered(IN_TRIAGE, text, { from });

  expect(told).toMatchObject([{ name: 'mailReply' }]);
});
