import { groupsOf } from './groups.ts';

const entry = (name: string, ...member: string[]) => ({
  dn: `CN=${name},DC=example,DC=test`,
  attributes: { sAMAccountName: [name], ...(member.length > 0 ? { member } : {}) },
});
const dnOf = (name: string) => `cn=${name.toUpperCase()},dc=example,dc=test`;

test('groups are found directly and by way of others, in a circle too', () => {
  const entries = [
    entry('dana'),
    entry('developers', dnOf('dana')),
    entry('everybody', dnOf('developers'), dnOf('circle')),
    entry('circle', dnOf('everybody')),
    entry('leads', dnOf('lee')),
  ];

  expect(groupsOf(entries, 'dana')).toEqual(['developers', 'everybody', 'circle']);
  expect(groupsOf(entries, 'nobody')).toEqual([]);
});
