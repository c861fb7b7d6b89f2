import { type KillPoint, type KillStory, type Outcome, playWithKill } from './kill.ts';
import type { World } from './world.ts';

type Ending = Pick<Outcome, 'status' | 'world'> & Partial<Pick<Outcome, 'earlier'>>;

/** Plays at once: most of a run is waiting for a dead worker's time limits. */
const AT_ONCE = 2;

/** Both moments of every write of a run. */
export function allPoints(writes: number): KillPoint[] {
  const numbers = Array.from({ length: writes }, (_, i) => i + 1);
  return numbers.flatMap((write) => [
    { write, moment: 'effect' as const },
    { write, moment: 'replied' as const },
  ]);
}

/** So many points, spread evenly over the run and over both moments. */
export function somePoints(writes: number, count: number): KillPoint[] {
  const all = allPoints(writes);
  return Array.from({ length: count }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / count)] as KillPoint);
}

/** What differs from the undisturbed run, one line each; empty when nothing was lost and nothing done twice. */
export async function findDifferences(
  story: KillStory,
  calm: Outcome,
  points: readonly KillPoint[],
): Promise<string[]> {
  const waiting = [...points];
  const differences: string[] = [];
  let done = 0;
  const playOn = async () => {
    for (let point = waiting.shift(); point; point = waiting.shift()) {
      const found = await differencesAt(story, calm, point);
      differences.push(...found);
      process.stderr.write(`${[`${story}: ${(done += 1)} of ${points.length} points`, ...found].join('\n  ')}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, playOn));
  return differences;
}

async function differencesAt(story: KillStory, calm: Outcome, point: KillPoint): Promise<string[]> {
  const where = `killed at write ${point.write} (${point.moment})`;
  try {
    const shaken = await playWithKill(story, point);
    const at = `${where}, ${shaken.writes[point.write - 1] ?? 'never reached'}`;
    // A busy machine may make a run longer by a message that was sent again: then the last point is not in every run.
    const mayBeMissing = point.write === calm.writes.length && shaken.writes.length < point.write;
    if (!shaken.killed && !mayBeMissing) return [`${at}: nobody was killed`];
    return compare(calm, shaken).map((line) => `${at}: ${line}`);
  } catch (error) {
    return [`${where}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** What two runs ended with, apart from references and hashes; one line for each difference. */
export function compare(calm: Ending, shaken: Ending): string[] {
  const [expected, found] = [comparable(calm), comparable(shaken)];
  const unequal = (['phase', 'directory', 'pulls', 'branches', 'main', 'objects'] as const).filter(
    (key) => JSON.stringify(expected[key]) !== JSON.stringify(found[key]),
  );
  const lines = unequal.map((key) => `${key} is ${JSON.stringify(found[key])}, not ${JSON.stringify(expected[key])}`);
  return [...lines, ...compareMessages(expected.messages, found.messages)];
}

/** SMTP and Slack know no transaction: a message may come once more than once, under the same marker. */
function compareMessages(expected: World['messages'], found: World['messages']): string[] {
  const lost = Object.keys(expected).filter((marker) => !found[marker]);
  const strange = Object.keys(found).filter((marker) => !expected[marker]);
  const often = Object.entries(found).filter(([marker, count]) => count > (expected[marker] ?? 0) + 1);
  return [
    ...lost.map((marker) => `${marker} was lost`),
    ...strange.map((marker) => `${marker} should not exist`),
    ...often.map(([marker, count]) => `${marker} came ${count} times`),
  ];
}

/** The outcome with everything that differs from run to run made equal. */
function comparable({ status, world, earlier = [] }: Ending): World & { phase: string } {
  const named = earlier.reduce(
    (text, reference, at) => text.replaceAll(reference, `BR-EARLIER${at + 1}`),
    JSON.stringify({ ...world, phase: status.phase }),
  );
  const text = named
    .replaceAll(status.reference, 'BR-REFERENCE')
    .replaceAll(/\(#\d+\)/g, '(#…)')
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:…')
    .replaceAll(/\.[0-9a-f]{10}@/g, '@');
  return JSON.parse(text) as World & { phase: string };
}
