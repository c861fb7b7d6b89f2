/* Every kind of call that Berth makes of GitHub, with its answer, held to GitHub's own OpenAPI description by Prism. */
import type { Exchange } from '../../sandbox/github/exchange.ts';
import { stageActions } from '../support/actions.ts';
import { wholeFile } from '../support/fixture.ts';
import { stageGithub } from '../support/github.ts';
import {
  isOf,
  type Operation,
  operationsOfBerth,
  playActions,
  playDoctor,
  playLedger,
  playProtection,
  playRequest,
  playTeam,
} from '../support/github-calls.ts';
import { judge, violationsAmong } from '../support/judged.ts';

const stage = wholeFile(stageGithub);
const actions = wholeFile(() => stageActions('      - run: echo Hello\n'));

const operations = operationsOfBerth();
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
let made: readonly Exchange[];

beforeAll(async () => {
  await playRequest(stage);
  await playTeam(stage);
  await playLedger(stage);
  await playDoctor(stage);
  await playActions(actions);
  await playProtection(actions);
  // Here Olga does nothing herself: what her token did was Berth's doing.
  const administered = actions.witness.exchanges.filter(({ login }) => login === 'olgareyes');
  const all = [...stage.witness.exchanges, ...actions.witness.exchanges];
  made = [...all.filter(({ login }) => login === 'berth[bot]'), ...administered];
});

/** A call of this kind that went well. @throws Error when Berth made none. */
function exampleOf(operation: Operation): Exchange {
  const found = made.find((exchange) => isOf(operation, exchange));
  if (found) return found;
  throw new Error(`${nameOf(operation)} is not played in test/support/github-calls.ts`);
}

test('every kind of call in the code of Berth is made here', () => {
  expect(operations.length).toBeGreaterThan(25);
  expect(operations.filter((operation) => !made.some((exchange) => isOf(operation, exchange))).map(nameOf)).toEqual([]);
});

test('no request and no answer is other than described', async () => {
  expect(await violationsAmong(made)).toEqual([]);
});

/** The names of the kinds in which nothing is found when their example is changed so. */
async function overlooked(kinds: readonly Operation[], change: (example: Exchange) => Exchange): Promise<string[]> {
  const silent: string[] = [];
  for (const kind of kinds) if ((await judge([change(exampleOf(kind))])).length === 0) silent.push(nameOf(kind));
  return silent;
}

const answered = (example: Exchange, answer: Partial<Exchange['answer']>): Exchange => ({
  ...example,
  answer: { ...example.answer, ...answer },
});

test('an answer of another shape is found out, for every kind', async () => {
  const withBody = operations.filter((operation) => exampleOf(operation).answer.body !== '');

  expect(withBody.length).toBeGreaterThan(20);
  expect(await overlooked(withBody, (example) => answered(example, { body: 'true' }))).toEqual([]);
});

test('a status that is not described is found out, for every kind', async () => {
  expect(await overlooked(operations, (example) => answered(example, { status: 299, body: '{}' }))).toEqual([]);
});

test('a request of another shape is found out, for every kind that sends one', async () => {
  const withBody = operations.filter((operation) => exampleOf(operation).body.length > 2);

  expect(withBody.length).toBeGreaterThan(8);
  expect(await overlooked(withBody, (example) => ({ ...example, body: 'true' }))).toEqual([]);
});

test('one missing field of an installation is found out, and so is a call that GitHub does not have', async () => {
  const asked = exampleOf({ method: 'GET', path: '/repos/{owner}/{repo}/installation' });
  const { app_slug: _gone, ...rest } = JSON.parse(asked.answer.body) as Record<string, unknown>;

  const found = await judge([
    answered(asked, { body: JSON.stringify(rest) }),
    { ...asked, path: '/repos/example/fleet/installations' },
  ]);

  expect(found.map(({ at, message }) => `${at}: ${message}`)).toEqual([
    "response.body: Response body must have required property 'app_slug'",
    'request: Selected route not found',
  ]);
});
