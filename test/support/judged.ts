/* What a test's GitHub was asked and answered, held to GitHub's own description on the stack. */
import type { Exchange } from '../../sandbox/github/exchange.ts';
import { askJudge, type Violation } from '../../stack/github/judge.ts';
import { isUndescribed } from '../contract/differences.ts';

export interface Witness {
  readonly heard: (exchange: Exchange) => void;
  /** So far, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Fails the test for what neither the description nor `differences.ts` allows. Only the stack has a judge. */
  settle(): Promise<void>;
}

export function makeWitness(): Witness {
  const exchanges: Exchange[] = [];
  return {
    heard: (exchange) => void exchanges.push(exchange),
    exchanges,
    async settle() {
      if (process.env.BERTH_GITHUB_JUDGE) expect(await violationsAmong(exchanges)).toEqual([]);
    },
  };
}

/** What neither the description nor `differences.ts` allows. */
export async function violationsAmong(exchanges: readonly Exchange[]): Promise<Violation[]> {
  return (await judge(exchanges)).filter((found) => !isUndescribed(found));
}

/** All that GitHub's description has against these, what `differences.ts` allows too. Only on the stack. */
export async function judge(exchanges: readonly Exchange[]): Promise<Violation[]> {
  return (await askJudge(process.env.BERTH_GITHUB_JUDGE ?? '', exchanges)).flat();
}
