import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a git command said. `text` has no newline at its end. */
export interface GitResult {
  readonly code: number;
  readonly out: Buffer;
  readonly text: string;
}

export interface GitOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer rather than an error; 0 unless said. */
  readonly answers?: readonly number[];
}

/** Git commands on one bare repository. */
export interface Git {
  /** The bare repository. */
  readonly folder: string;
  run(args: readonly string[], options?: GitOptions): Promise<GitResult>;
  /** The object a name stands for, or nothing. */
  resolve(name: string): Promise<string | undefined>;
}

/** A name and mail address in commits. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601; now unless said. */
  readonly date?: string;
}

export const NO_OBJECT = '0'.repeat(40);

/** Environment in which git reads no configuration of the machine or the user. */
export function plainGitEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C.UTF-8',
  };
}

/** The variables that make `signature` author and committer. */
export function signedBy(author: Signature, committer: Signature = author): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    ...(author.date ? { GIT_AUTHOR_DATE: author.date } : {}),
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    ...(committer.date ? { GIT_COMMITTER_DATE: committer.date } : {}),
  };
}

/** Git on the bare repository in `folder`. */
export function openGit(folder: string): Git {
  const run = (args: readonly string[], options: GitOptions = {}) => runGit(folder, args, options);
  return {
    folder,
    run,
    async resolve(name) {
      const found = await run(['rev-parse', '-q', '--verify', name], { answers: [0, 1, 128] });
      return found.code === 0 ? found.text : undefined;
    },
  };
}

function runGit(folder: string, args: readonly string[], options: GitOptions): Promise<GitResult> {
  const child = spawn('git', [...args], { env: { ...plainGitEnvironment(), GIT_DIR: folder, ...options.env } });
  const out: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const all = Buffer.concat(out);
      if (code !== null && (options.answers ?? [0]).includes(code)) {
        resolve({ code, out: all, text: all.toString().trimEnd() });
      } else reject(new Error(`git ${args[0]}: ${complaint.trim()}`));
    });
  });
}

/** Pushes to main are refused here while the server says that main is protected. */
const PRE_RECEIVE = `#!/bin/sh
while read -r old new ref; do
  if [ "$ref" = refs/heads/main ] && [ "$SANDBOX_MAIN_PROTECTED" = 1 ]; then
    echo 'error: GH006: Protected branch update failed for refs/heads/main.' >&2
    exit 1
  fi
done
`;

const SETTINGS: ReadonlyArray<readonly [string, string]> = [
  ['http.receivepack', 'true'],
  ['receive.hideRefs', 'refs/pull'],
  ['receive.autogc', 'false'],
  ['gc.auto', '0'],
  ['core.logAllRefUpdates', 'false'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['uploadpack.allowFilter', 'true'],
];

/** Makes a bare repository whose branch main holds `files`. */
export async function makeRepository(folder: string, files: ReadonlyMap<string, string>): Promise<Git> {
  mkdirSync(folder, { recursive: true });
  const git = openGit(folder);
  await git.run(['init', '-q', '--bare', '-b', 'main']);
  for (const [name, value] of SETTINGS) await git.run(['config', name, value]);
  mkdirSync(join(folder, 'hooks'), { recursive: true });
  writeFileSync(join(folder, 'hooks', 'pre-receive'), PRE_RECEIVE, { mode: 0o755 });
  await commitOnMain(git, files, 'Start of the fleet');
  return git;
}

/** Whoever keeps the fleet writes files to main, past every rule of the server. */
export async function commitOnMain(git: Git, files: ReadonlyMap<string, string>, message: string): Promise<void> {
  const head = await git.resolve('refs/heads/main');
  await git.run(['fast-import', '--quiet'], { input: commitOf(files, message, head) });
}

function commitOf(files: ReadonlyMap<string, string>, message: string, head: string | undefined): string {
  const now = Math.floor(Date.now() / 1000);
  const lines = [
    'commit refs/heads/main',
    `committer Example <platform@example.test> ${now} +0000`,
    `data ${Buffer.byteLength(message)}`,
    message,
    ...(head ? [`from ${head}`] : []),
  ];
  for (const [path, content] of files) {
    lines.push(`M 100644 inline ${path}`, `data ${Buffer.byteLength(content)}`, content);
  }
  return `${lines.join('\n')}\n`;
}
