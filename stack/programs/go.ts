/*
 * Programs built from Go modules. `go install module@version` is refused for modules with replace directives, as most
 * servers have, so each gets a small module of our own in the cache that requires it and repeats its replacements.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cached, obtainInto } from '../../scripts/kit/cache.ts';
import { run } from '../../scripts/kit/run.mjs';
import { findInstalled, ifExecutable } from './find.ts';
import type { Program } from './program.ts';
import { GO_NEEDED } from './versions.ts';

export interface GoModule {
  /** Names its folder in the cache: `kubernetes`. */
  readonly name: string;
  readonly module: string;
  /** Without the `v`. */
  readonly version: string;
  /** Program to package. */
  readonly commands: Readonly<Record<string, string>>;
  /** What follows `replace` in its go.mod. */
  replacements?(): Promise<readonly string[]>;
  /** Beside `-s -w`. */
  readonly linkerFlags?: readonly string[];
  /** A module of our own that a replacement names, copied beside the go.mod; told from another by `mark`. */
  readonly standIn?: { readonly folder: string; readonly mark: string };
  readonly smallest: boolean;
}

const BUILD_WITHIN_MS = 30 * 60_000;
const TIDY_WITHIN_MS = 10 * 60_000;
const FLAGS = '-buildvcs=false -trimpath';
const KEPT_LINES = 5;

/** The programs of a module, by name. */
export function goPrograms<N extends string>(
  module: GoModule & { readonly commands: Readonly<Record<N, string>> },
): Record<N, Program> {
  const programs = Object.keys(module.commands).map((name) => [name, goProgram(module, name)]);
  return Object.fromEntries(programs) as Record<N, Program>;
}

function goProgram(module: GoModule, name: string): Program {
  const place = cached('stack', `${name}-${versionOf(module)}`);
  return {
    name,
    how: `Go ${module.module} v${module.version}`,
    smallest: module.smallest,
    find: () => findInstalled(name) ?? ifExecutable(place),
    install: () => obtainInto(place, (folder) => build(module, name, folder)),
  };
}

const versionOf = ({ version, standIn }: GoModule) => (standIn ? `${version}-${standIn.mark}` : version);

async function build(module: GoModule, name: string, folder: string): Promise<string> {
  const made = join(folder, name);
  const linker = ['-s', '-w', ...(module.linkerFlags ?? [])].join(' ');
  const args = ['build', '-ldflags', linker, '-o', made, module.commands[name] ?? name];
  await go(args, { cwd: await workspace(module), label: `Building ${name}`, timeoutMs: BUILD_WITHIN_MS });
  return made;
}

/** The folder with go.mod and go.sum, in the cache: an interrupted install goes on from there. */
async function workspace(module: GoModule): Promise<string> {
  const place = cached('stack', `go-${module.name}-${versionOf(module)}`);
  if (!existsSync(place)) await obtainInto(place, (folder) => makeWorkspace(module, folder));
  return place;
}

async function makeWorkspace(module: GoModule, folder: string): Promise<string> {
  await requireGo(module.name);
  const made = join(folder, 'module');
  mkdirSync(made);
  const { standIn } = module;
  if (standIn) cpSync(standIn.folder, join(made, basename(standIn.folder)), { recursive: true });
  writeFileSync(join(made, 'go.mod'), goMod(module, (await module.replacements?.()) ?? []));
  // Test-only dependencies of some are not to be had; -e goes on without them.
  const label = `Resolving ${module.module}`;
  await go(['mod', 'tidy', '-e'], { cwd: made, label, timeoutMs: TIDY_WITHIN_MS });
  return made;
}

function goMod({ name, module, version, commands }: GoModule, replacements: readonly string[]): string {
  const lines = [
    `module berth.invalid/${name}`,
    `go ${GO_NEEDED}`,
    // Without a `tool` line `go mod tidy` drops what nothing here imports.
    ...Object.values(commands).map((path) => `tool ${path}`),
    `require ${module} v${version}`,
    ...replacements.map((replacement) => `replace ${replacement}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The folder of a module's sources, downloaded if need be. @throws Error */
export async function moduleSources(module: string, version: string): Promise<string> {
  await requireGo(module);
  const output = await go(['mod', 'download', '-json', `${module}@v${version}`], {
    cwd: tmpdir(),
    label: `Downloading ${module}`,
    timeoutMs: TIDY_WITHIN_MS,
  });
  const folder = /"Dir": (".*")/.exec(output)?.[1];
  if (!folder) throw new Error(`Go did not say where ${module} v${version} is`);
  return JSON.parse(folder) as string;
}

/** One file that comes with a module, such as its CRDs; `make` answers its text. */
export function goFile(order: {
  readonly name: string;
  readonly how: string;
  readonly version: string;
  readonly smallest: boolean;
  make(): Promise<string>;
}): Program {
  const place = cached('stack', `${order.name}-${order.version}.yaml`);
  return {
    name: order.name,
    how: order.how,
    smallest: order.smallest,
    find: () => (existsSync(place) ? place : undefined),
    install: () =>
      obtainInto(place, async (folder) => {
        const made = join(folder, order.name);
        writeFileSync(made, await order.make());
        return made;
      }),
  };
}

interface GoOptions {
  readonly cwd: string;
  readonly label: string;
  readonly timeoutMs: number;
}

/** What Go printed. @throws Error with its last lines */
async function go(args: readonly string[], options: GoOptions): Promise<string> {
  // Without C no compiler but Go's own is asked for.
  const env = { ...process.env, GOFLAGS: FLAGS, CGO_ENABLED: '0' };
  const { code, output } = await run('nice', ['go', ...args], { ...options, env });
  if (code === 0) return output;
  throw new Error(`${options.label} failed:\n${output.split('\n').slice(-KEPT_LINES).join('\n')}`);
}

async function requireGo(what: string): Promise<void> {
  const { code, output } = await run('go', ['env', 'GOVERSION'], { cwd: tmpdir() });
  const found = code === 0 ? output.replace(/^go/, '') : undefined;
  if (found && isAtLeast(found, GO_NEEDED)) return;
  const have = found ? `this machine has Go ${found}` : 'there is no `go` on the PATH';
  throw new Error(`${what} is built with Go ${GO_NEEDED} or newer, and ${have}. Get it: https://go.dev/dl`);
}

/** Whether a version such as `1.26.8` is not older than the other. */
export function isAtLeast(version: string, needed: string): boolean {
  const [have, want] = [version, needed].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  const differing = want?.findIndex((part, i) => (have?.[i] ?? 0) !== part) ?? -1;
  return differing === -1 || (have?.[differing] ?? 0) > (want?.[differing] ?? 0);
}
