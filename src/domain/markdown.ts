/* What people and policies say, put into Markdown so that none of it takes effect there. */

/**
 * Free text of a person as inline code: no markup, link, mention or comment of theirs takes effect. Line ends become
 * spaces, what opens an HTML comment is broken up, and the fence is longer than any run of backticks inside.
 */
export function quoted(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('<!--', '<! --')
    .replaceAll('-->', '-- >')
    .trim()
    .slice(0, 500);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return line === '' ? '–' : `${fence} ${line} ${fence}`;
}

/** The same inside a table, where even code must not hold a bare pipe. */
export function cell(text: string): string {
  return quoted(text).replaceAll('|', '\\|');
}

/** A table in Markdown; empty without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
