/** Longer words are cut: nobody meant them, and the distance costs time by the product of both lengths. */
const LONGEST = 64;

/** The known word nearest to a misspelt one, when near enough to be meant; of equally near ones the first. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const written = word.toLowerCase().slice(0, LONGEST);
  const ranked = [...known]
    .map((candidate) => ({ candidate, distance: editDistance(written, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= slipsIn(candidate))
    .toSorted((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** Two slips, a third of a long word (`password` for `passwordFile`), and never more than half of a short one. */
const slipsIn = (word: string) => Math.floor(Math.min(word.length / 2, Math.max(2, word.length / 3)));

/** Levenshtein's distance: letters added, left out or changed. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of a.split('').entries()) {
    const row = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (previous[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? b.length;
}
