export const home = {
  hello: 'Welcome, {{name}}',
  waitsForMe: 'What waits for me',
  nothingWaits: 'Nothing waits for you.',
  waiting_one: 'one waits',
  waiting_other: '{{count}} wait',
  overdue_one: 'one is overdue',
  overdue_other: '{{count}} are overdue',
  allWork_one: 'All of it',
  allWork_other: 'All {{count}}',
  latest: 'My latest requests',
  allMine: 'All my requests',
};
