/* Who may be meant by a part of a name, for forms in which people are chosen. */
import type { SearchResult } from 'ldapts';
import { type DirectoryAccess, escapeValue, readDirectory } from './directory.ts';
import { asPerson, attributesOfPerson, type DirectoryPerson, ENABLED_USER } from './directory-people.ts';

/**
 * Enabled people of whom each of these words is in the name, or begins the id or an address: by name, at most so many of them.
 * One page is asked for and no more, however many the directory would find.
 */
export async function searchPeople(access: DirectoryAccess, words: string, most: number): Promise<DirectoryPerson[]> {
  const { baseDn, attributes } = access.config;
  const login = attributes.githubLogin;
  // Samba reads a value up to its first zero byte; nobody has control characters in their name.
  const wanted = words
    .split(/[\s\p{Cc}]+/u)
    .filter(Boolean)
    .map(meant)
    .join('');
  if (wanted === '') return [];
  return readDirectory(access, async (client) => {
    const pages = client.searchPaginated(baseDn, {
      scope: 'sub',
      filter: `(&${ENABLED_USER}${wanted})`,
      attributes: attributesOfPerson(login),
      paged: { pageSize: most },
    });
    const first: IteratorResult<SearchResult, undefined> = await pages.next();
    const found = (first.value?.searchEntries ?? []).map((entry) => asPerson(entry, login));
    return found.toSorted((a, b) => a.name.localeCompare(b.name));
  });
}

function meant(word: string): string {
  const value = escapeValue(word);
  const starts = ['sAMAccountName', 'mail', 'userPrincipalName'].map((name) => `(${name}=${value}*)`);
  return `(|${starts.join('')}(displayName=*${value}*))`;
}
