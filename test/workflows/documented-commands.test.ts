/* What the pages tell people to type for a request works as typed; only the reference is another. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporal } from '../../scripts/temporal/find.ts';
import { failure } from '../../src/activities/failures.ts';
import { isOver } from '../../src/domain/status.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

const PAGES = ['docs/lifecycle.md', 'docs/operating.md'];
/** A line of its own in a page, about the request of the examples. */
const LINE = /^temporal workflow .*-w request:BR-7F3K2M9QXA.*$/gm;
const documented = PAGES.flatMap(
  (page) => readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8').match(LINE) ?? [],
);
/** Needs a codec server; `test/lifecycle/encrypted` asks it. */
const withoutServer = documented.filter((line) => !line.includes('--codec-endpoint'));
const typed = new Set<string>();

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

/** Types the documented line that has these words in it. @throws when it fails; answers what it prints. */
async function type({ reference }: Played, ...words: readonly string[]): Promise<string> {
  const lines = documented.filter((line) => words.every((word) => line.includes(word)));
  expect(lines).toHaveLength(1);
  const [line = ''] = lines;
  typed.add(line);
  const program = process.env.BERTH_TEMPORAL ?? (await findTemporal()).path;
  const script = `temporal() { '${program}' "$@"; }\n${line.replaceAll('BR-7F3K2M9QXA', reference)}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], {
    env: { ...process.env, TEMPORAL_ADDRESS: env.address },
  });
  return stdout;
}

test('support confirms accounts, the lead approves, and whoever looks reads how it stands', async () => {
  await withRequest(env, {}, async (request) => {
    await request.until((s) => s.task?.id === 'accounts');
    await type(request, '--name completeTask');
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');

    expect(await type(request, 'workflow metadata')).toContain('Waiting for lee: Project lead decides');
    expect(await type(request, '--type timeline')).toContain('Task done: ');
    expect(await type(request, '--type status')).toContain(request.reference);
    await type(request, '--name approve', '"person":"lee"}');

    const { decisions } = await request.until((s) => s.waitingOn?.kind === 'git');
    expect(decisions).toMatchObject([{ counts: true, decision: { person: 'lee', channel: 'signal' } }]);
    await request.handle.terminate();
  });
});

test('the lead rejects', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await type(request, '--name reject');
    expect((await request.handle.result()).phase).toBe('rejected');
  });
});

test('operators have a request tried again, and end it', async () => {
  let tries = 0;
  const proposeChange = async () => {
    tries += 1;
    throw failure('Forbidden', 'Berth may not push to example/fleet');
  };
  await withRequest(env, { activities: { proposeChange } }, async (request) => {
    await confirmAccounts(request);
    await request.until((s) => s.failure?.incident !== undefined);
    await type(request, '"repair":"retry"');
    await request.until((s) => tries === 2 && s.failure?.incident !== undefined);
    await type(request, '"repair":"undo"');
    expect((await request.handle.result()).phase).toBe('undone');
  });
});

test('whoever asked withdraws', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await type(request, '--name withdraw');
    expect((await request.handle.result()).phase).toBe('withdrawn');
  });
});

test('a request is cancelled, which undoes it', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await type(request, 'workflow cancel');
    await expect(request.handle.result()).rejects.toThrow('cancelled');
    expect((await request.until((s) => isOver(s.phase))).phase).toBe('undone');
    expect(request.calls).toContain('closePullRequest');
  });
});

test('every line was typed', () => {
  expect(withoutServer.filter((line) => !typed.has(line))).toEqual([]);
});
