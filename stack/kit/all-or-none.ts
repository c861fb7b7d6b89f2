interface Closable {
  close(): Promise<void>;
}

/** Waits for all, of which some may be nothing; when one fails, ends those that came up. @throws what the first failed with. */
export async function allOrNone<T extends readonly (Closable | undefined)[] | []>(
  starting: { readonly [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const settled = await Promise.allSettled(starting as readonly Promise<Closable | undefined>[]);
  const failed = settled.find((one) => one.status === 'rejected');
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (!failed) return started as unknown as T;
  for (const one of started) await one?.close();
  throw failed.reason;
}
