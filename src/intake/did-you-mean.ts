/** The known word closest to what was written, or undefined when none is close (two changes at most). */
export function didYouMean(written: string, known: readonly string[]): string | undefined {
  const word = written.toLowerCase().slice(0, 64);
  const ranked = known.map((candidate) => ({ candidate, distance: editDistance(word, candidate.toLowerCase()) }));
  const best = ranked.toSorted((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= Math.min(2, Math.floor(best.candidate.length / 2)) ? best.candidate : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, x] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, y] of Array.from(b).entries()) {
      const replaced = (row[j] ?? 0) + (x === y ? 0 : 1);
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
