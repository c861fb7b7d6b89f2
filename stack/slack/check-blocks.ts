import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { pathsOf } from '../programs/program.ts';
import { SLACK_PROGRAMS } from '../programs/services.ts';

/**
 * What Slack's own `slack_sdk` has against each message, a list of blocks, or view; nothing where the list is empty. It
 * holds the limits of views, blocks and buttons, but not those of the texts inside `fields` and `context`.
 * @throws MissingPrograms
 */
export async function checkBlocks(messages: readonly (readonly unknown[] | object)[]): Promise<string[][]> {
  const python = pathsOf(SLACK_PROGRAMS)['slack-sdk'];
  const child = spawn(python, [join(import.meta.dirname, 'check-blocks.py')], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(JSON.stringify(messages));
  const said = text(child.stderr);
  const answer = json(child.stdout).catch(() => undefined);
  if ((await ended) !== 0) throw new Error(`slack_sdk could not look at the messages:\n${await said}`);
  return (await answer) as string[][];
}
