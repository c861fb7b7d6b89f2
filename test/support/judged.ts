/* What a test's GitHub was asked and answered, held to GitHub's own description on the stack. */
import type { Exchange } from '../../sandbox/github/exchange.ts';
import type { GithubServer } from '../../sandbox/github/server.ts';
import { askJudge, type Violation } from '../../stack/github/judge.ts';
import { isUndescribed } from '../contract/differences.ts';

export interface Witness {
  /** So far, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Fails the test for what neither the description nor `differences.ts` allows. Only the stack has a judge. */
  settle(): Promise<void>;
}

/** Of all that this server is asked from now on. */
export function witnessOf(server: GithubServer): Witness {
  const exchanges: Exchange[] = [];
  server.setWitness((exchange) => void exchanges.push(exchange));
  return {
    exchanges,
    async settle() {
      if (process.env.BERTH_GITHUB_JUDGE) expect(await violationsAmong(exchanges)).toEqual([]);
    },
  };
}

/** What neither the description nor `differences.ts` allows. */
export async function violationsAmong(exchanges: readonly Exchange[]): Promise<Violation[]> {
  const different = [...new Map(exchanges.map((exchange) => [keyOf(exchange), exchange])).values()];
  return (await judge(different)).filter((found) => !isUndescribed(found));
}

/** Programs that wait ask the same again and again. */
const keyOf = ({ method, path, body, answer }: Exchange) =>
  JSON.stringify([method, path, body, answer.status, answer.body]);

/** All that GitHub's description has against these, what `differences.ts` allows too. Only on the stack. */
export async function judge(exchanges: readonly Exchange[]): Promise<Violation[]> {
  return (await askJudge(process.env.BERTH_GITHUB_JUDGE ?? '', exchanges)).flat();
}
