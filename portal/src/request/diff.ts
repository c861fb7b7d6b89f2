/** One line of a change to a file, as git shows it. */
export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same' | 'place';
  readonly text: string;
}

const KINDS: Readonly<Record<string, DiffLine['kind']>> = { '+': 'added', '-': 'removed', '@': 'place' };

/** The lines of a unified diff, without their signs. */
export function diffLines(patch: string): DiffLine[] {
  const lines = patch.replace(/\n$/, '').split('\n');
  return lines
    .filter((line) => !line.startsWith('\\'))
    .map((line) => {
      const kind = KINDS[line.charAt(0)] ?? 'same';
      return { kind, text: kind === 'place' ? line : line.slice(1) };
    });
}

/** How many lines come and go. */
export function sizeOf(patch: string): { added: number; removed: number } {
  const kinds = diffLines(patch).map(({ kind }) => kind);
  const count = (wanted: DiffLine['kind']) => kinds.filter((kind) => kind === wanted).length;
  return { added: count('added'), removed: count('removed') };
}
