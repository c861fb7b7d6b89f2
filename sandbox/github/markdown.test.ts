import { markdown } from './markdown.ts';

const shown = async (source: string) => String(await markdown(source));

test('shows headings, tables, lists, folded parts and what stands within lines', async () => {
  const page = await shown(
    '**Lead** ` lee `  \nnext [here](http://a.test/b)\n\n### Cost\n| a | b |\n| --- | --- |\n| 1 | **2** |\n\n' +
      '<details><summary>2 files</summary>\n\n- one\n- two\n\n</details>\n\n<!-- hidden -->',
  );

  expect(page).toContain('<strong>Lead</strong> <code>lee</code><br>next <a href="http://a.test/b">here</a>');
  expect(page).toContain('<h3>Cost</h3>');
  expect(page).toContain('<th scope="col">a</th>');
  expect(page).toContain('<td>1</td><td><strong>2</strong></td>');
  expect(page).toContain('<details><summary>2 files</summary><ul><li>one</li><li>two</li></ul></details>');
  expect(page).not.toContain('hidden');
});

test.each([
  '<script>alert(1)</script>',
  '### <img src=x onerror=alert(1)>',
  '| <script>x</script> |\n| --- |\n| `<img>` |',
  '<details><summary><script>x</script></summary>\n\n<img>\n\n</details>',
  '[x](javascript:alert(1)) [y](http://a.test/"onclick="x)',
  '<details><summary>never ended</summary>\n\n<script>',
])('runs nothing of %j', async (source) => {
  const page = await shown(source);
  expect(page).not.toMatch(/<script|<img|href="javascript|"onclick/);
});
