/* Plays generated moves; the first difference between Berth and the oracle is thrown. */
import type { Episode } from './moves.ts';
import type { Tally } from './outcome.ts';
import { Stage } from './stage.ts';
import { playTrick } from './tricks.ts';

export async function play(episode: Episode, tally: Tally): Promise<void> {
  const stage = new Stage(episode, tally);
  await stage.begin(episode.seed);
  for (const move of episode.moves) {
    await stage.prepare(move);
    await playTrick(stage, move);
    // Some wait until the next ones have come.
    if (move.d % 4 > 0) await stage.drain();
  }
  await stage.drain();
}
