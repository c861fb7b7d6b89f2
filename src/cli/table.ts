/** Lines of equal columns, as wide as their widest entry; nothing follows the last one. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((entry, column) => entry.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One thing a line, as programs read it. */
export const jsonLines = (items: readonly unknown[]): string => items.map((item) => JSON.stringify(item)).join('\n');
