/*
 * Shows the Markdown of pull requests: headings, tables, lists, bold, code, links, `<details>`, line breaks. All else
 * stays the text that it is, escaped; comments are left out, as on GitHub.
 */
import { html } from 'hono/html';
import type { Html } from '../kit/page.ts';

export function markdown(source: string): Html {
  const blocks = source
    .replaceAll('\r', '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .split(/\n{2,}|\n(?=#)|(?<=^#.*)\n/m)
    .map((block) => block.trim())
    .filter((block) => block !== '');
  return html`${withDetails(blocks)}`;
}

/** What stands between `<details>` and its end is folded; one that never ends is shown as text. */
function withDetails(blocks: readonly string[]): Html[] {
  const [first, ...rest] = blocks;
  if (first === undefined) return [];
  const summary = /^<details><summary>(.*)<\/summary>$/.exec(first)?.[1];
  const end = rest.indexOf('</details>');
  if (summary === undefined || end < 0) return [block(first), ...withDetails(rest)];
  const folded = html`<details><summary>${inline(summary)}</summary>${rest.slice(0, end).map(block)}</details>`;
  return [folded, ...withDetails(rest.slice(end + 1))];
}

function block(text: string): Html {
  const lines = text.split('\n');
  const heading = /^#+ (.*)$/.exec(text)?.[1];
  if (heading !== undefined) return html`<h3>${inline(heading)}</h3>`;
  if (lines.every((line) => line.startsWith('|'))) return table(lines);
  if (lines.every((line) => line.startsWith('- '))) {
    return html`<ul>${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>`;
  }
  return html`<p>${lines.map((line) => html`${inline(line)}${line.endsWith('  ') ? html`<br>` : ' '}`)}</p>`;
}

function table([head = '', _, ...rows]: readonly string[]): Html {
  const cells = (row: string) => row.slice(1, -1).split(/(?<!\\)\|/);
  return html`<table>
<thead><tr>${cells(head).map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row).map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody>
</table>`;
}

function inline(text: string): Html {
  const parts = text.trim().split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\(https?:[^)\s]+\))/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? marked(part) : part))}`;
}

function marked(part: string): Html {
  if (part.startsWith('`')) return html`<code>${part.slice(1, -1).trim()}</code>`;
  if (part.startsWith('**')) return html`<strong>${part.slice(2, -2)}</strong>`;
  const [, words, url] = /^\[(.+)\]\((.+)\)$/.exec(part) ?? [];
  return html`<a href="${url}">${words}</a>`;
}
