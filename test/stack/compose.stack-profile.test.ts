/*
 * What the profile `stack` of docker-compose.yml runs, without a container engine: the files that the Dockerfile copies,
 * the command, rights and health check of the service, in a folder that belongs to somebody else, as the volume does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { freePorts } from '../../scripts/kit/ports.ts';
import { run } from '../../scripts/kit/run.mjs';
import { eventually } from '../support/eventually.ts';

interface Service {
  readonly command: readonly string[];
  readonly cap_drop: readonly string[];
  readonly cap_add: readonly string[];
  readonly security_opt: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
}

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<'stack', Service> };
const { stack } = services;
/** The user `node` of the image. */
const NODE = 1000;
/** The domain may have to be made first. */
const READY_WITHIN_MS = 150_000;

let folder: string;
let image: string;
let volume: string;
let keeper: ChildProcess;
let said = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-compose-'));
  image = join(folder, 'image');
  volume = join(folder, 'volume');
  makeImage();
  mkdirSync(volume);
  chownSync(volume, NODE, NODE);
  const [apiPort = 0] = await freePorts(1);
  // As root, with the capabilities of the service alone.
  const kept = stack.cap_add.map((name) => `+${name.toLowerCase()}`);
  const rights = ['--no-new-privs', `--bounding-set=-all,${kept.join()}`];
  const args = here(stack.command).map((arg) => (arg.startsWith('--api-port=') ? `--api-port=${apiPort}` : arg));
  keeper = spawn('setpriv', [...rights, process.execPath, ...args], { cwd: image, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [keeper.stdout, keeper.stderr]) stream?.on('data', (text) => (said += String(text)));
});
afterEach(async () => {
  if (keeper.exitCode === null) {
    keeper.kill('SIGTERM');
    await once(keeper, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** What the stages up to `stack` copy; packages are this machine's. */
function makeImage(): void {
  mkdirSync(image);
  for (const [, path = ''] of read('Dockerfile').matchAll(/^COPY (\S+) \.\/\S+$/gm))
    cpSync(join(root, path), join(image, path), { recursive: true });
  cpSync(join(root, 'package.json'), join(image, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'));
}

const here = (args: readonly string[]) => args.map((arg) => arg.replace('/var/lib/berth', volume));

async function isHealthy(): Promise<boolean> {
  if (keeper.exitCode !== null) throw new Error(`it ended with ${keeper.exitCode}:\n${said}`);
  const [, , ...args] = here(stack.healthcheck.test);
  return (await run(process.execPath, args, { cwd: image })).code === 0;
}

test('directory and mail come up with the rights of the service, Berth may read how to reach them, and all ends', async () => {
  expect(stack.cap_drop).toEqual(['ALL']);
  expect(stack.security_opt).toContain('no-new-privileges:true');
  expect(await isHealthy()).toBe(false);

  await eventually(isHealthy, READY_WITHIN_MS);

  const config = join(volume, 'config');
  const foreign = ['.', ...readdirSync(config)].filter((file) => statSync(join(config, file)).uid !== NODE);
  expect(foreign).toEqual([]);
  const doctor = ['src/cli/main.ts', 'doctor', '--config', join(config, 'berth.yaml')];
  const { output } = await run(process.execPath, doctor, { cwd: image });
  const findings = output.split('\n').filter((line) => /^. (directory|mailbox|smtp|cluster) ?/.test(line));
  expect(findings.filter((line) => !line.startsWith('✓'))).toEqual([]);
  for (const told of ['rights on people', 'IDLE', 'sender', 'cluster-east-dev'])
    expect(findings.join('\n')).toContain(told);

  keeper.kill('SIGTERM');
  expect((await once(keeper, 'exit'))[0]).toBe(0);
  expect(await run('pgrep', ['-f', volume])).toMatchObject({ output: '' });
});
