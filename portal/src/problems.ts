import { problemWords } from '../../src/domain/problem-text.ts';
import type { Problem } from '../../src/domain/request.ts';
import { ApiError } from './api.ts';

/** What the API found wrong in what was sent, place by place; none for any other error. */
export const problemsOf = (error: unknown): readonly Problem[] => (error instanceof ApiError ? error.problems : []);

/** Problems as seen from inside a part of what was sent: `plan.people[0].id` is `people[0].id` in `plan`. */
export const inside = (part: string, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) =>
    problem.where.startsWith(`${part}.`) ? { ...problem, where: problem.where.slice(part.length + 1) } : problem,
  );

/** What is wrong at a place, with how to mend it; undefined when nothing is. With `below` also deeper in it. */
export function wordsAt(problems: readonly Problem[], place: string, below = false): string | undefined {
  const found = problems.filter(({ where }) => isAt(where, place, below));
  return found.length > 0 ? found.map(problemWords).join(' ') : undefined;
}

/** What stands beside no field, and so has to be said of the whole. */
export const notAt = (problems: readonly Problem[], shown: (where: string) => boolean): Problem[] =>
  problems.filter(({ where }) => !shown(where));

const isAt = (where: string, place: string, below: boolean): boolean =>
  where === place || (below && (where.startsWith(`${place}.`) || where.startsWith(`${place}[`)));
