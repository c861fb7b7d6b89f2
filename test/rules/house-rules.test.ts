import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Files of the project: committed, or about to be. */
function projectFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n');
  return files.filter((file) => file !== '' && existsSync(join(root, file)));
}

const files = projectFiles();
const production = files.filter((file) => /^src\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'));

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Code without its comments, which may speak of what the code must not do. */
function code(file: string): string {
  return read(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '');
}

test('there are files to check', () => {
  expect(production).toContain('src/config.ts');
});

test('only the configuration and the CLI read the environment', () => {
  const allowed = ['src/config.ts', 'src/cli/environment.ts'];
  const readers = production.filter((file) => /\bprocess\s*\.\s*env\b/.test(code(file)));
  expect(readers.filter((file) => !allowed.includes(file))).toEqual([]);
});

test('all time-outs and retries stand in gateways.ts', () => {
  const proxies = production.filter((file) => /\bproxy(Local)?Activities\b/.test(code(file)));
  expect(proxies.filter((file) => file !== 'src/workflows/gateways.ts')).toEqual([]);
});

test('a workflow takes messages before it first waits', () => {
  const late = production.filter((file) => file.startsWith('src/workflows/')).filter(setsHandlerLate);
  expect(late).toEqual([]);
});

test('file names are in kebab case', () => {
  const sources = files.filter((file) => /^(src|sandbox|scripts|test)\/.*\.(ts|mjs)$/.test(file));
  const odd = sources.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*[./])+(ts|mts|mjs)$/.test(file));
  expect(odd).toEqual([]);
});

test('no file names the host of a package registry', () => {
  const hosts = [
    ['registry', 'npmjs'],
    ['pypi', 'org'],
    ['repo1', 'maven'],
    ['repo', 'maven', 'apache'],
    ['pythonhosted', 'org'],
  ];
  const pattern = new RegExp(hosts.map((parts) => parts.join(String.raw`\.`)).join('|'));
  expect(files.filter((file) => pattern.test(read(file)))).toEqual([]);
});

/** Whether an exported workflow function awaits something before the last handler that it sets itself. */
function setsHandlerLate(file: string): boolean {
  const functions = code(file).split(/^(?=export (?:async )?function )/m);
  return functions.some((text) => {
    const [body = ''] = text.split(/^\}/m);
    const firstAwait = body.search(/\bawait\b/);
    return firstAwait >= 0 && body.lastIndexOf('setHandler(') > firstAwait;
  });
}
