/** What `call` makes of each, in order; at most `size` calls run at a time. */
export async function inBatches<T, R>(all: readonly T[], size: number, call: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < all.length; i += size) results.push(...(await Promise.all(all.slice(i, i + size).map(call))));
  return results;
}
