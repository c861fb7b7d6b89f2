/*
 * A browser without a window. One that is installed is used; otherwise Debian's is laid out in our cache together with
 * the libraries that this machine lacks. Nothing is installed by it, so nobody has to be root.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, obtainInto } from '../../scripts/kit/cache.ts';
import { run } from '../../scripts/kit/run.mjs';
import { findInstalled, ifExecutable } from './find.ts';
import type { Program } from './program.ts';

const PACKAGE = 'chromium-headless-shell';
const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', PACKAGE];
const PLACE = cached('stack', PACKAGE);
const COMMAND = join(PLACE, 'chromium');
const WITHIN_MS = 10 * 60_000;
const KEPT_LINES = 5;

const chromium: Program = {
  name: 'chromium',
  how: `Debian ${PACKAGE}`,
  smallest: false,
  find: () => named() ?? INSTALLED.map(findInstalled).find(Boolean) ?? ifExecutable(COMMAND),
  install: () => obtainInto(PLACE, layOut),
};

/** What drives the portal in its tests. */
export const BROWSER_PROGRAMS = { chromium } as const satisfies Readonly<Record<string, Program>>;

/** @throws Error when there is nothing to run where `BERTH_CHROMIUM` says. */
function named(): string | undefined {
  const path = process.env['BERTH_CHROMIUM'];
  if (!path) return undefined;
  if (ifExecutable(path) === undefined) throw new Error(`BERTH_CHROMIUM names ${path}, which is no program.`);
  return path;
}

async function layOut(folder: string): Promise<string> {
  if (findInstalled('apt-get') === undefined) {
    throw new Error('Install Chromium or Chrome, or name one that is there: BERTH_CHROMIUM=/path/to/chromium');
  }
  const root = join(folder, 'browser');
  const archives = await download(join(folder, 'apt'));
  mkdirSync(root);
  for (const archive of archives) await step('dpkg-deb', ['-x', archive, root]);
  writeStarter(root);
  return root;
}

/** Packages of the browser that this machine has not installed, fetched with lists of our own: the machine's may be old. */
async function download(folder: string): Promise<string[]> {
  const [state, cache] = [join(folder, 'state'), join(folder, 'cache')];
  const archives = join(cache, 'archives');
  for (const path of [join(state, 'lists', 'partial'), join(archives, 'partial')]) mkdirSync(path, { recursive: true });
  const options = {
    'Dir::State': state,
    'Dir::Cache': cache,
    'Dir::State::status': '/var/lib/dpkg/status',
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await step('apt-get', [...flags, 'update'], 'Fetching the lists of Debian packages');
  const order = ['install', '--yes', '--download-only', '--no-install-recommends', PACKAGE];
  await step('apt-get', [...flags, ...order], `Downloading ${PACKAGE}`);
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

/** Finds its libraries and fonts where they were laid out, wherever that is. */
function writeStarter(root: string): void {
  const starter = join(root, 'chromium');
  const lines = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")',
    'for folder in "$here"/usr/lib/*-linux-gnu* "$here"/lib/*-linux-gnu*; do',
    '  [ -d "$folder" ] && LD_LIBRARY_PATH="$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"',
    'done',
    '[ -d /etc/fonts ] || FONTCONFIG_PATH="$here/etc/fonts"',
    '[ -d /usr/share/fonts ] || XDG_DATA_HOME="$here/usr/share"',
    'export LD_LIBRARY_PATH FONTCONFIG_PATH XDG_DATA_HOME',
    `exec "$here/usr/lib/chromium/${PACKAGE}" "$@"`,
  ];
  writeFileSync(starter, `${lines.join('\n')}\n`);
  chmodSync(starter, 0o755);
  if (!existsSync(join(root, 'usr', 'lib', 'chromium', PACKAGE)))
    throw new Error(`${PACKAGE} holds another program now`);
}

async function step(command: string, args: readonly string[], label?: string): Promise<void> {
  const { code, output } = await run(command, args, { ...(label ? { label } : {}), timeoutMs: WITHIN_MS });
  if (code === 0) return;
  throw new Error(`${label ?? command} failed:\n${output.split('\n').slice(-KEPT_LINES).join('\n')}`);
}
