/* What Berth can say in Slack, held to Slack's own library, whatever people wrote into it. */
import {
  type Arbitrary,
  array,
  constantFrom,
  double,
  nat,
  oneof,
  option,
  record,
  sample,
  string,
  tuple,
} from 'fast-check';
import { checkBlocks as checkInSandbox } from '../../sandbox/slack/blocks.ts';
import { checkHome, checkModal } from '../../sandbox/slack/views.ts';
import { LONGEST_REASON } from '../../src/domain/decision.ts';
import { DECISION_LABELS, type DecisionFact } from '../../src/domain/decision-facts.ts';
import { SIZES, STAGES } from '../../src/domain/selection.ts';
import { askedModal, askModal } from '../../src/domain/slack-ask.ts';
import {
  announcementBlocks,
  type Question,
  questionBlocks,
  withOutcome,
  withProgress,
} from '../../src/domain/slack-blocks.ts';
import { type HomeTask, homeView, type SlackHome } from '../../src/domain/slack-home.ts';
import { reasonModal, type SlackModal } from '../../src/domain/slack-modal.ts';
import type { SlackBlock } from '../../src/domain/slack-text.ts';
import { checkBlocks } from '../../stack/slack/check-blocks.ts';
import { question, REFERENCE, SPEC } from '../support/notification.ts';
import { statusOf } from '../support/standing-request.ts';

const MESSAGES = 400;

const text = (of: string, type = 'mrkdwn') => ({ type, text: of });

/** Of all lengths and scripts, with what mrkdwn takes for its own. */
const written = oneof(
  string({ unit: 'binary', maxLength: 60 }),
  string({ unit: 'grapheme', maxLength: 5_000, size: 'max' }),
  string({ unit: constantFrom('<', '>', '&', '|', '*', '`', '\n', '\u0000', '@', 'é'), maxLength: 5_000, size: 'max' }),
);
const names = array(written, { maxLength: 12 });
const url = written.map((text) => `https://berth.example.test/${encodeURI(text.toWellFormed()).slice(0, 500)}`);
const base = question();

const questions: Arbitrary<Question> = record({
  texts: tuple(written, written, written, written),
  regions: names,
  items: names,
  stage: constantFrom(...STAGES),
  size: constantFrom(...SIZES),
  delta: double({ noNaN: true, min: -1e12, max: 1e12 }),
  leaseEnd: option(constantFrom('2027-02-21'), { nil: undefined }),
  again: option(written, { nil: undefined }),
  number: nat(),
  urls: tuple(url, url),
}).map(
  ({ texts: [title, reason, requester, why], regions, items, stage, size, delta, leaseEnd, again, number, urls }) => ({
    request: { ...base.request, title, reason, requester },
    selection: { stage, regions, size, items: items.map((item) => ({ item, parameters: {} })) },
    plan: { ...base.plan, cost: { ...base.plan.cost, delta }, ...(leaseEnd === undefined ? {} : { leaseEnd }) },
    pullRequest: { ...base.pullRequest, number, url: urls[0] },
    stage: { name: 'project-lead', why },
    requestUrl: urls[1],
    ...(again === undefined ? {} : { again }),
  }),
);

const messages: Arbitrary<SlackBlock[]> = oneof(
  questions.map((asked) => questionBlocks(asked, 'lee')),
  tuple(questions, written).map(([asked, text]) => withOutcome(questionBlocks(asked, 'lee'), `Ended: ${text}`)),
  tuple(questions, written).map(([asked, text]) => [
    ...withProgress(questionBlocks(asked, 'lee'), `lee approved: ${text}`, false),
  ]),
  tuple(written, url).map(([text, page]) => announcementBlocks(`Berth: ${text}`, REFERENCE, page)),
);

test('whatever people wrote, slack_sdk makes every block of every message as Berth says it', async () => {
  const all = sample(messages, MESSAGES);

  const objections = await checkBlocks(all);

  expect(objections).toHaveLength(MESSAGES);
  expect(objections.flat()).toEqual([]);
  // Limits of the message and of texts inside blocks, which slack_sdk leaves to Slack.
  expect(all.flatMap((blocks) => errorsInSandbox(blocks))).toEqual([]);
});

const modals: Arbitrary<SlackModal> = record({
  verdict: constantFrom('reject', 'request-changes'),
  stage: string({ maxLength: 50 }),
  tell: option(url, { nil: undefined }),
}).map(({ tell, ...asked }) =>
  reasonModal({ ...asked, reference: REFERENCE, specHash: SPEC, ...(tell === undefined ? {} : { tell }) }),
);

test('slack_sdk makes every form as Berth asks it, and the sandbox shows it', async () => {
  const all = sample(modals, 100);

  expect((await checkBlocks(all)).flat()).toEqual([]);
  expect(all.flatMap((view) => ('errors' in checkModal(view) ? [checkModal(view)] : []))).toEqual([]);
});

const tasks: Arbitrary<HomeTask> = record({
  texts: tuple(written, written, written),
  who: names,
  decides: constantFrom(true, false),
}).map(({ texts: [title, text, next], who, decides }) => {
  const { request, waitingOn, ...status } = statusOf(REFERENCE);
  const waits = waitingOn && { ...waitingOn, text, next, who };
  const target = { reference: REFERENCE, specHash: SPEC, stage: title.slice(0, 50) };
  const facts = Object.keys(DECISION_LABELS).map((name): [DecisionFact, string] => [name as DecisionFact, text]);
  return {
    status: { ...status, request: request && { ...request, title }, waitingOn: waits },
    ...(decides ? { decision: { target, facts } } : {}),
  };
});

const homes: Arbitrary<SlackHome> = record({
  work: array(tasks, { maxLength: 14 }),
  asked: array(tasks, { maxLength: 14 }),
  notice: option(written, { nil: undefined }),
  mayAsk: constantFrom(true, false),
}).map(({ work, asked, notice, mayAsk }) =>
  homeView({
    work,
    requests: asked.map(({ status }) => status),
    ...(notice === undefined ? {} : { notice }),
    mayAsk,
    publicUrl: 'https://berth.example.test',
  }),
);

test('slack_sdk makes every tab as Berth shows it, and the sandbox takes it', async () => {
  const all = sample(homes, 40);

  expect((await checkBlocks(all)).flat()).toEqual([]);
  expect(all.flatMap((view) => ('errors' in checkHome(view) ? [checkHome(view)] : []))).toEqual([]);
});

test('slack_sdk makes the form to ask by, and what it says afterwards, and the sandbox shows them', async () => {
  const all = [askModal(), askedModal(REFERENCE, 'https://berth.example.test/requests/x')];

  expect((await checkBlocks(all)).flat()).toEqual([]);
  expect(all.flatMap((view) => ('errors' in checkModal(view) ? [checkModal(view)] : []))).toEqual([]);
});

const [form] = sample(modals, 1);
const input = (more: object) => ({
  type: 'input',
  label: text('Why?', 'plain_text'),
  element: { type: 'plain_text_input', action_id: 'a', max_length: LONGEST_REASON, ...more },
});
const REFUSED_FORMS: Readonly<Record<string, object>> = {
  'a title of 25 characters': { ...form, title: text('x'.repeat(25), 'plain_text') },
  'a submit of 25 characters': { ...form, submit: text('x'.repeat(25), 'plain_text') },
  'private metadata of 3,001 characters': { ...form, private_metadata: 'x'.repeat(3_001) },
  'a callback of 256 characters': { ...form, callback_id: 'x'.repeat(256) },
  'a placeholder of 151 characters': { ...form, blocks: [input({ placeholder: text('x'.repeat(151), 'plain_text') })] },
  '101 blocks': { ...form, blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
  'an unknown kind': { ...form, type: 'dialog' },
  'a misspelt key': { ...form, privatemetadata: 'x' },
};

test('a form that slack_sdk refuses, the sandbox refuses', async () => {
  const bad = Object.entries(REFUSED_FORMS);

  const objections = await checkBlocks(bad.map(([, view]) => view));

  expect(bad.filter((_, i) => objections[i]?.length === 0).map(([what]) => what)).toEqual([]);
  expect(bad.filter(([, view]) => !('errors' in checkModal(view))).map(([what]) => what)).toEqual([]);
});

const errorsInSandbox = (blocks: readonly unknown[]): readonly string[] => {
  const checked = checkInSandbox(blocks);
  return 'errors' in checked ? checked.errors : [];
};

const button = (more: object) => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: 'a', value: SPEC, text: text('Approve', 'plain_text'), ...more }],
});
const REFUSED: Readonly<Record<string, object>> = {
  'a section of 3,001 characters': { type: 'section', text: text('x'.repeat(3_001)) },
  'an empty section': { type: 'section', text: text('') },
  'a section of nothing': { type: 'section' },
  'eleven fields': { type: 'section', fields: Array.from({ length: 11 }, () => text('x')) },
  'eleven texts in a context': { type: 'context', elements: Array.from({ length: 11 }, () => text('x')) },
  'no buttons': { type: 'actions', elements: [] },
  'a button of 76 characters': button({ text: text('x'.repeat(76), 'plain_text') }),
  'a button that carries 2,001 characters': button({ value: 'x'.repeat(2_001) }),
  'a button of an unknown colour': button({ style: 'green' }),
  'an action of 256 characters': button({ action_id: 'x'.repeat(256) }),
  'a block of 256 characters': { type: 'section', block_id: 'x'.repeat(256), text: text('x') },
  'an unknown block': { type: 'paragraph', text: text('x') },
  'an unknown text': { type: 'section', text: text('x', 'markdown') },
  'a misspelt key': { type: 'section', text: text('x'), blockid: 'b' },
};

test('what slack_sdk refuses, the sandbox refuses', async () => {
  const bad = Object.entries(REFUSED);

  const objections = await checkBlocks(bad.map(([, block]) => [block]));

  expect(bad.filter((_, i) => objections[i]?.length === 0).map(([what]) => what)).toEqual([]);
  expect(bad.filter(([, block]) => errorsInSandbox([block]).length === 0).map(([what]) => what)).toEqual([]);
});
