/** Rather too much than too little: an address may hold almost any character. */
const ADDRESS = /[^\s<>]+@[^\s<>]+/g;

/** Plain JSON in which people's words name nobody by a mail address: what is kept for good cannot be forgotten either. */
export function withoutAddresses<T>(value: T): T {
  const masked = (_: string, text: unknown) =>
    typeof text === 'string' ? text.replace(ADDRESS, '(mail address)') : text;
  return JSON.parse(JSON.stringify(value, masked)) as T;
}
