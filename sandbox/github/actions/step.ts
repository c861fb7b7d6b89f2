import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Git, plainGitEnvironment } from '../git.ts';
import { type Contexts, fillIn, fillInAll } from './expressions.ts';
import type { WorkflowStep } from './workflow-file.ts';

/** Where the steps of a job run, and what they see. */
export interface Place {
  readonly git: Git;
  readonly workspace: string;
  readonly temp: string;
  readonly contexts: Contexts;
  readonly env: Readonly<Record<string, string>>;
  /** Takes text as it comes; masks secrets. */
  readonly log: (text: string) => void;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Carries out one step; false when it failed. Its processes are gone when this resolves. */
export async function runStep(place: Place, step: WorkflowStep, ending: AbortSignal): Promise<boolean> {
  try {
    for (const command of commandsOf(place, step)) {
      const code = await execute(command, place.log, ending);
      if (code === 0) continue;
      place.log(`##[error]Process completed with exit code ${code}.\n`);
      return false;
    }
    return true;
  } catch (error) {
    place.log(`##[error]${(error as Error).message}\n`);
    return false;
  }
}

function commandsOf(place: Place, step: WorkflowStep): Command[] {
  if (step.run !== undefined) return [script(place, step, step.run)];
  if (step.uses?.startsWith('actions/checkout@')) return checkout(place, fillInAll(step.with, place.contexts));
  throw new Error(`Unable to resolve action ${step.uses}: the sandbox's runner has actions/checkout only`);
}

function script(place: Place, step: WorkflowStep, text: string): Command {
  const file = join(place.temp, 'step.sh');
  writeFileSync(file, fillIn(text, place.contexts));
  const env = { ...place.env, ...fillInAll(step.env, place.contexts) };
  place.log(`##[group]Run ${text.trim()}\n##[endgroup]\n`);
  return { program: 'bash', args: ['-e', file], cwd: place.workspace, env };
}

/** One commit, or all of history; taken from the repository's folder rather than over HTTP. */
function checkout(place: Place, given: Record<string, string>): Command[] {
  const { ref, 'persist-credentials': _persist, 'fetch-depth': depth = '1', ...rest } = given;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new Error(`The sandbox's actions/checkout does not know ${unknown.join(', ')}`);
  const at = ref || fillIn('${{ github.sha }}', place.contexts) || 'HEAD';
  const wanted = depth === '0' ? ['+refs/heads/*:refs/remotes/origin/*', at] : [at];
  const git = (...args: string[]) => ({ program: 'git', args, cwd: place.workspace, env: plainGitEnvironment() });
  return [
    git('init', '--quiet', '.'),
    git('fetch', '--quiet', ...(depth === '0' ? [] : [`--depth=${depth}`]), `file://${place.git.folder}`, ...wanted),
    git('checkout', '--quiet', '--detach', depth === '0' ? at : 'FETCH_HEAD'),
  ];
}

/** In a process group of its own, so that everything a step started ends with it. */
async function execute(command: Command, log: (text: string) => void, ending: AbortSignal): Promise<number | null> {
  const { program, args, cwd, env } = command;
  const child = spawn(program, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const lines = { out: '', err: '' };
  const take = (from: keyof typeof lines) => (chunk: string) => {
    lines[from] += chunk;
    const end = lines[from].lastIndexOf('\n') + 1;
    log(lines[from].slice(0, end));
    lines[from] = lines[from].slice(end);
  };
  child.stdout.setEncoding('utf8').on('data', take('out'));
  child.stderr.setEncoding('utf8').on('data', take('err'));
  const kill = () => killGroup(child.pid);
  ending.addEventListener('abort', kill);
  try {
    const [code] = await closed;
    for (const rest of Object.values(lines)) if (rest) log(`${rest}\n`);
    return code;
  } finally {
    ending.removeEventListener('abort', kill);
    kill();
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}
