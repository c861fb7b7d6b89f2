import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, obtainInto } from '../../scripts/kit/cache.ts';
import { run } from '../../scripts/kit/run.mjs';
import { findInstalled } from './find.ts';
import type { Program } from './program.ts';
import { pypiProgram } from './pypi.ts';

const PRISM = '5.16.0';
const OPENAPI = '23.0.2';
const NPM_WITHIN_MS = 10 * 60_000;
const KEPT_LINES = 5;

const prismPlace = cached('stack', `prism-${PRISM}`);
const prismCommand = join('node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
const descriptionFile = cached('stack', `github-openapi-${OPENAPI}.json`);
/** The package has ten descriptions, together 400 MB; this is the one of github.com. */
const descriptionInside = join('package', 'generated', 'api.github.com.json');

/** What GitHub and Slack are held to, which cannot be had themselves. None is a server's double. */
export const GITHUB_PROGRAMS = {
  /** Its JavaScript: run it with Node. */
  prism: {
    name: 'prism',
    how: `npm @stoplight/prism-cli ${PRISM}`,
    smallest: false,
    find: () => ifThere(join(prismPlace, prismCommand)),
    install: () => obtainOnce(prismPlace, installPrism),
  },
  'github-openapi': {
    name: 'github-openapi',
    how: `npm @octokit/openapi ${OPENAPI}`,
    smallest: false,
    find: () => ifThere(descriptionFile),
    install: () => obtainOnce(descriptionFile, fetchDescription),
  },
} as const satisfies Readonly<Record<string, Program>>;

const slackSdk = pypiProgram({ name: 'slack-sdk', command: 'python', package: 'slack_sdk', version: '3.47.0' });

export const SLACK_PROGRAMS = {
  /** A Python that has the package. */
  'slack-sdk': slackSdk,
} as const satisfies Readonly<Record<string, Program>>;

/** What Berth's own API is held to its description by. */
export const API_PROGRAMS = {
  schemathesis: pypiProgram({ name: 'schemathesis', package: 'schemathesis', version: '4.32.5' }),
} as const satisfies Readonly<Record<string, Program>>;

const ifThere = (path: string) => (existsSync(path) ? path : undefined);

async function obtainOnce(target: string, make: (folder: string) => Promise<string>): Promise<void> {
  if (!existsSync(target)) await obtainInto(target, make);
}

async function installPrism(folder: string): Promise<string> {
  const made = join(folder, 'prism');
  // Scripts of packages are not run: one of them reports installations to its maker.
  const options = ['--prefix', made, '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  await npm(`Installing Prism ${PRISM}`, ['install', ...options, `@stoplight/prism-cli@${PRISM}`], folder);
  return made;
}

async function fetchDescription(folder: string): Promise<string> {
  const label = `Fetching GitHub's description ${OPENAPI}`;
  await npm(label, ['pack', `@octokit/openapi@${OPENAPI}`, '--pack-destination', folder], folder);
  const archive = join(folder, `octokit-openapi-${OPENAPI}.tgz`);
  await step(label, 'tar', ['-xzf', archive, '-C', folder, descriptionInside], folder);
  return join(folder, descriptionInside);
}

async function npm(label: string, args: readonly string[], folder: string): Promise<void> {
  const program = findInstalled('npm');
  if (program === undefined) throw new Error(`${label} needs npm on the PATH`);
  await step(label, program, args, folder);
}

async function step(label: string, command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await run(command, args, { label, timeoutMs: NPM_WITHIN_MS, cwd });
  if (code === 0) return;
  throw new Error(`${label} failed:\n${output.split('\n').slice(-KEPT_LINES).join('\n')}`);
}
