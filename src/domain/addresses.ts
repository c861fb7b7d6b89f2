/** Rather too much than too little: an address may hold almost any character. */
const ADDRESS = /[^\s<>]+@[^\s<>]+/g;
/** Name and digest of a policy. */
const POLICY = /^[\w.-]+@[0-9a-f]{16}$/;

/** Plain JSON in which people's words name nobody by a mail address: what is kept for good cannot be forgotten either. */
export function withoutAddresses<T>(value: T): T {
  const masked = (_: string, text: unknown) =>
    typeof text === 'string' ? text.replace(ADDRESS, (found) => (POLICY.test(found) ? found : '(mail address)')) : text;
  return JSON.parse(JSON.stringify(value, masked)) as T;
}
