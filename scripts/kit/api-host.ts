/** What no other machine reaches. */
export const LOOPBACK = '127.0.0.1';

/**
 * Where Berth's API listens, as sandbox and stack are told it. On other addresses than loopback browsers of other machines
 * come, which cannot reach the issuer: people then sign in by the directory.
 */
export const listenAt = (host: string, port: number) => ({
  ...(host === LOOPBACK ? {} : { signIn: 'directory' as const }),
  config: { api: { host, port } },
});
