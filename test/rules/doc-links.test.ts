import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const args = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
const pages = execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !file.startsWith('test/') && existsSync(join(root, file)));

const textOf = (file: string) => readFileSync(join(root, file), 'utf8').replaceAll(/```[\s\S]*?```/g, '');

/** As GitHub names a heading: lower case, no punctuation, dashes for spaces. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (file: string) => [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title));

/** Links of a page that lead nowhere. */
function deadLinks(page: string): string[] {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link)).filter((link) => !leadsSomewhere(page, link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsIn(target).includes(anchor);
}

test('there are pages to check', () => {
  expect(pages).toContain('docs/lifecycle.md');
});

test.each(pages)('every link in %s leads somewhere', (page) => {
  expect(deadLinks(page)).toEqual([]);
});

test('every page of the documentation can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    const links = [...textOf(page).matchAll(/\]\(([^)\s#]+\.md)/g)].map(([, link = '']) => link);
    for (const link of links) if (!/^[a-z]+:/.test(link)) reached.add(join(dirname(page), link));
  }
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
