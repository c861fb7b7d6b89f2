import type { ShownEntry } from '../../sandbox/directory/server.ts';

/** Account names of the groups that somebody is in, by way of other groups too. */
export function groupsOf(entries: readonly ShownEntry[], accountName: string): string[] {
  const nameOf = ({ attributes }: ShownEntry) => attributes['sAMAccountName']?.[0];
  const person = entries.find((entry) => nameOf(entry) === accountName);
  const found = new Set<ShownEntry>();
  const look = ({ dn }: ShownEntry) => {
    for (const group of entries) {
      const isMember = group.attributes['member']?.some((member) => member.toLowerCase() === dn.toLowerCase());
      if (!isMember || found.has(group)) continue;
      found.add(group);
      look(group);
    }
  };
  if (person) look(person);
  return [...found].map(nameOf).filter((name) => name !== undefined);
}
