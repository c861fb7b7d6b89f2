import type { Problem } from './request.ts';

/** What is wrong and how to mend it, as sentences: rules say it with a full stop or without. */
export const problemWords = ({ what, mend }: Pick<Problem, 'what' | 'mend'>): string =>
  [what, mend]
    .filter((text) => text !== '')
    .map((text) => (/[.!?:]$/.test(text) ? text : `${text}.`))
    .join(' ');

/** The same with where it is, in one line. */
export const problemLine = (problem: Problem): string =>
  problem.where === '' ? problemWords(problem) : `${problem.where}: ${problemWords(problem)}`;
