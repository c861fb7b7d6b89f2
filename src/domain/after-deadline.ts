/** What happens when nobody acts before the end of a wait: every wait says one of these, so that a surface can word it otherwise. */
export const AFTER_DEADLINE = {
  wholeTeam: 'the whole team is asked in its channel',
  undone: 'the request expires and is undone',
  undoneAsFarAsMayBe: 'the request is undone as far as it may be',
  nothingMade: 'the request expires; nothing has been made',
  accountsPutAway: 'the request expires and its accounts are put away',
  operators: 'operators are asked',
  operatorsChoose: 'operators are asked what to do',
  triedAgain: 'it is tried again',
  triedAgainThenOperators: 'it is tried again; operators are asked when it has not passed in a quarter of an hour',
  goesOn: 'it goes on by itself',
  recorded: 'what is not delivered is recorded',
} as const;

export type AfterDeadlineCode = keyof typeof AFTER_DEADLINE;
export type AfterDeadline = (typeof AFTER_DEADLINE)[AfterDeadlineCode];
