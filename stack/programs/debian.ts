/*
 * Programs from Debian packages. Packages of servers start them at once, in everybody's sight and with settings of their
 * own; here nothing of that is wanted. Debian asks `policy-rc.d` before it starts a service, so ours says no while we
 * install, and takes itself back when we were killed.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { run } from '../../scripts/kit/run.mjs';
import { findInstalled } from './find.ts';
import type { Program } from './program.ts';

export interface DebianOrder {
  /** The program to run. */
  readonly name: string;
  readonly packages: readonly string[];
  /** Data that other packages bring and the program does not do without. */
  readonly alsoNeeds?: readonly string[];
  readonly smallest: boolean;
}

const POLICY_FILE = '/usr/sbin/policy-rc.d';
const LISTS = '/var/lib/apt/lists';
const MARK = '# Berth installs packages without starting their services.';
const INSTALL_WITHIN_MS = 15 * 60_000;
const KEPT_LINES = 5;
/** Waits for another installation instead of failing, and asks no questions. */
const APT = ['-y', '-o', 'DPkg::Lock::Timeout=600', '-o', 'Dpkg::Options::=--force-confold'];

export function debianProgram({ name, packages, alsoNeeds = [], smallest }: DebianOrder): Program {
  return {
    name,
    how: `Debian ${packages[0] ?? name}`,
    smallest,
    find: () => (alsoNeeds.every((path) => existsSync(path)) ? findInstalled(name) : undefined),
    install: () => installPackages(name, packages),
  };
}

async function installPackages(name: string, packages: readonly string[]): Promise<void> {
  const line = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  if (findInstalled('apt-get') === undefined)
    throw new Error(`${name} comes from Debian packages: ${packages.join(', ')}`);
  if (process.getuid?.() !== 0) throw new Error(`${name} needs root to be installed. Type:\n  sudo ${line}`);
  if (!readdirSync(LISTS).some((file) => file.endsWith('_Packages') || file.endsWith('_Packages.lz4'))) await update();
  const failed = await withoutServices(() => aptInstall(packages));
  if (failed === undefined) return;
  // Lists that are older than the archive name files that are gone.
  await update();
  const failedAgain = await withoutServices(() => aptInstall(packages));
  if (failedAgain !== undefined) throw new Error(`${line} failed:\n${failedAgain}`);
}

async function update(): Promise<void> {
  const failed = await apt(['update', ...APT], 'Fetching the lists of Debian packages');
  if (failed !== undefined) throw new Error(`apt-get update failed:\n${failed}`);
}

function aptInstall(packages: readonly string[]): Promise<string | undefined> {
  return apt(['install', ...APT, '--no-install-recommends', ...packages], `Installing ${packages.join(' ')}`);
}

/** Answers what it said last if it failed. */
async function apt(args: readonly string[], label: string): Promise<string | undefined> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output } = await run('apt-get', args, { label, timeoutMs: INSTALL_WITHIN_MS, env });
  return code === 0 ? undefined : output.split('\n').slice(-KEPT_LINES).join('\n');
}

/** A policy of the machine's own stays as it is. */
async function withoutServices<T>(work: () => Promise<T>): Promise<T> {
  const isOurs = !existsSync(POLICY_FILE) || readFileSync(POLICY_FILE, 'utf8').includes(MARK);
  if (!isOurs) return work();
  const policy = `#!/bin/sh\n${MARK}\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`;
  writeFileSync(POLICY_FILE, policy, { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(POLICY_FILE, { force: true });
  }
}
