/* `berth fleet` as people and runners call it, on real repositories. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readFolder } from '../../src/fleet/folder.ts';
import { renderOn } from '../support/fleet-files.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const REFERENCE = 'BR-7F3K2M9QXA';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-fleet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function berth(...args: string[]): Promise<Told> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'fleet', ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=T', '-c', 'user.email=t@example.test', ...args], {
    encoding: 'utf8',
  }).trim();

function commit(message: string): string {
  git('add', '-A');
  git('commit', '-q', '-m', message);
  return git('rev-parse', 'HEAD');
}

let fresh: string;
beforeAll(async () => {
  fresh = mkdtempSync(join(tmpdir(), 'berth-fleet-fresh-'));
  await berth('init', fresh);
});
afterAll(() => rmSync(fresh, { recursive: true, force: true }));

function makeFleet(): void {
  cpSync(fresh, folder, { recursive: true });
  git('init', '-q', '-b', 'main');
  commit('Begin');
}

/** Writes the rendering of the worked example and commits it as Berth does. */
function propose(): { specHash: string } {
  const { files, plan } = renderOn(readFolder(folder));
  for (const { path, content } of files) {
    execFileSync('mkdir', ['-p', join(folder, path, '..')]);
    writeFileSync(join(folder, path), content);
  }
  commit(`Create payments\n\nBerth-Request: ${REFERENCE}\nBerth-Spec: ${plan.specHash}`);
  return plan;
}

test('a dry run says what would be added and writes nothing; the real one writes it', async () => {
  const dry = await berth('init', folder, '--dry-run', '--cluster', 'cluster-north-dev');
  expect(dry.out).toContain('would add clusters/cluster-north-dev/profile.yaml\n');
  expect(readdirSync(folder)).toEqual([]);
  const real = await berth('init', folder, '--cluster', 'cluster-north-dev');
  expect(real).toMatchObject({ code: 0, out: dry.out.replaceAll('would add', 'added') });
  expect((await berth('init', folder, '--cluster', 'cluster-north-dev')).out).toMatch(
    /^\d+ files were there already\nNext, protect main and the ledger on GitHub: berth fleet init \S+ --protect --config berth.yaml\n$/,
  );
});

test('names that are none are refused before anything is written', async () => {
  expect(await berth('init', folder, '--cluster', 'east')).toMatchObject({
    code: 2,
    err: expect.stringContaining('"east" is no name of a cluster'),
  });
  expect(await berth('init', folder, '--organisation', 'A C')).toMatchObject({ code: 2 });
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that is no repository is checked as it lies there; an empty one cannot be', async () => {
  cpSync(fresh, folder, { recursive: true });
  expect(await berth('check', folder)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+ files checked: 0 refused\n$/),
  });
  expect(await berth('check', join(folder, 'environments'), '--base', 'main')).toMatchObject({ code: 2 });
  rmSync(folder, { recursive: true });
  expect(await berth('check', folder)).toMatchObject({ code: 2, err: expect.stringContaining('has no files') });
});

test('a base that is not there is wrong use, also when it looks like an option', async () => {
  makeFleet();
  for (const base of ['nowhere', '--output=x']) {
    expect(await berth('check', folder, `--base=${base}`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('fetch-depth: 0'),
    });
  }
});

test('a proposal of Berth passes from commit to merge to undo', async () => {
  makeFleet();
  git('switch', '-q', '-c', 'berth/1');
  const { specHash } = propose();
  const proposed = await berth('check', folder, '--base', 'main');
  expect(proposed).toMatchObject({ code: 0, out: expect.stringMatching(/15 of them changed: 0 refused\n$/) });
  git('switch', '-q', 'main');
  git('merge', '-q', '--no-ff', '-m', `Merge\n\nBerth-Request: ${REFERENCE}\nBerth-Spec: ${specHash}`, 'berth/1');
  const merge = git('rev-parse', 'HEAD');
  git('switch', '-q', '-c', 'undo');
  git(
    'rm',
    '-q',
    '-r',
    ...execFileSync('git', ['-C', folder, 'diff', '--name-only', 'main^1', 'main'], { encoding: 'utf8' })
      .trim()
      .split('\n'),
  );
  commit(`Undo\n\nBerth-Request: ${REFERENCE}\nBerth-Spec: ${specHash}\nBerth-Undo: ${merge}`);
  expect(await berth('check', folder, '--base', 'main')).toMatchObject({ code: 0 });
});

test('what is not committed yet counts, new files too, and findings can be had as JSON', async () => {
  makeFleet();
  writeFileSync(join(folder, 'clusters/cluster-east-prod/config/mine-prod.yaml'), 'a: [\n');
  const { code, out } = await berth('check', folder, '--base', 'main', '--json');
  expect(code).toBe(5);
  const told = JSON.parse(out) as {
    refused: number;
    findings: { path: string; line: number; rule: string; mend: string }[];
  };
  expect(told.findings).toContainEqual(
    expect.objectContaining({
      rule: 'syntax',
      path: 'clusters/cluster-east-prod/config/mine-prod.yaml',
      line: 2,
      mend: expect.any(String),
    }),
  );
  // That it has no schemas yet is a note.
  expect(told.refused).toBe(told.findings.filter(({ rule }) => rule !== 'fields').length);
});

test('a link that leads out of the repository is not followed', async () => {
  makeFleet();
  symlinkSync('/dev/zero', join(folder, 'clusters/cluster-east-prod/config/mine-prod.yaml'));
  const { code, out } = await berth('check', folder, '--base', 'main');
  expect(code).toBe(5);
  expect(out).toContain('config/mine-prod.yaml:1: holds a document that is no mapping');
});

test('plan needs a request, its content and credentials, in this order', async () => {
  makeFleet();
  git('switch', '-q', '-c', 'berth/1');
  const plan = () =>
    new Promise<Told>((resolve) => {
      execFile(
        process.execPath,
        [MAIN, 'fleet', 'plan', '--base', 'main'],
        { cwd: folder, env: { PATH: process.env['PATH'] } },
        (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  expect(await plan()).toMatchObject({ code: 0, out: 'There are no walls of a request to plan.\n' });
  propose();
  expect(await plan()).toMatchObject({ code: 2, err: expect.stringContaining('Not set: BERTH_KUBECONFIG') });
  writeFileSync(
    join(folder, 'environments/payments-prod/berth.yaml'),
    `${readFolder(folder).get('environments/payments-prod/berth.yaml')}# x\n`,
  );
  commit('By hand');
  expect(await plan()).toMatchObject({ code: 5, err: expect.stringContaining('UnapprovedMerge: Commit') });
});

test.each([
  ['an entry of the ledger', `2026/11/payments/${REFERENCE}.json`],
  ['a file of the record for auditors', 'audit/2026/11/0000000001-0000000100.jsonl'],
])('%s that was changed or deleted is refused, by the commit that did it', async (_, path) => {
  makeFleet();
  git('checkout', '-q', '--orphan', 'berth-ledger');
  git('rm', '-rfq', '.');
  const entry = join(folder, path);
  const write = (text: string) => {
    mkdirSync(dirname(entry), { recursive: true });
    writeFileSync(entry, text);
    writeFileSync(join(folder, 'README.md'), text);
  };
  write('{}');
  commit('Close');
  git('checkout', '-q', 'main');
  expect(await berth('check', folder, '--ledger', 'berth-ledger')).toMatchObject({ code: 0 });

  git('checkout', '-q', 'berth-ledger');
  write('[]');
  const changed = commit('Rewrite').slice(0, 7);
  git('rm', '-q', entry);
  const deleted = commit('Forget').slice(0, 7);
  git('checkout', '-q', 'main');
  const { code, out } = await berth('check', folder, '--ledger', 'berth-ledger');
  expect(code).toBe(5);
  for (const by of [changed, deleted])
    expect(out).toContain(`${path}:1: was changed or deleted by ${by}. The ledger only grows`);
  expect(out).toContain('2 refused');
  expect(await berth('check', folder, '--ledger', 'nowhere')).toMatchObject({ code: 2 });
});
