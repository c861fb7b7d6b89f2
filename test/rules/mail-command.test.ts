/* `berth mail preview` and `berth config check` as people call them. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'berth-mail-'))));
afterEach(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const berth = (...args: string[]): Promise<Told> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

const OWN = 'subject: Yours: {{environment}}\nheading: Yours\naction: Look\n\nHello.\n';

test('every mail is shown, or one of them as a team words it, as text and HTML', async () => {
  mkdirSync(join(folder, 'mail'));
  writeFileSync(join(folder, 'mail', 'ready.hbs'), OWN);
  const all = await berth('mail', 'preview');
  const one = await berth('mail', 'preview', 'ready', '--templates', 'mail', '--html', 'ready.html');

  expect(all).toMatchObject({ code: 0, err: '' });
  expect(all.out.match(/^=== /gm)?.length).toBeGreaterThan(15);
  expect(one.out).toContain('Subject: [BR-7F3K2M9QXA] Yours: payments-prod\n');
  expect(readFileSync(join(folder, 'ready.html'), 'utf8')).toContain('>Look</a>');
});

test('a message that there is not, and words that are wrong, are named', async () => {
  writeFileSync(join(folder, 'ready.hbs'), OWN.replace('Hello', 'Hello {{nmae}}'));
  const slip = await berth('mail', 'preview', 'redy');
  const wrong = await berth('mail', 'preview', 'ready', '--templates', '.');

  expect(slip).toMatchObject({ code: 2, err: expect.stringContaining('berth mail preview ready') });
  expect(wrong.code).toBe(5);
  expect(wrong.err).toContain('ready.hbs:5: there is no placeholder nmae. Did you mean name?');
  expect(wrong.out).toContain('Ready: payments-prod');
});
