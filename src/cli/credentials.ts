import type { CliEnvironment } from './environment.ts';
import { type Profile, profileFile, readProfile, writeProfile } from './profile.ts';

/** Where the CLI finds Berth, and by which token. */
export interface Credentials {
  readonly api: string;
  /** Undefined for somebody who is not signed in there. Throws CliFailure. */
  token(): Promise<string | undefined>;
}

/** Where Berth answers when nothing says otherwise. */
export const DEFAULT_API = 'http://127.0.0.1:8080';
/** A call takes its time to arrive. */
const EARLY_MS = 30_000;

/**
 * `BERTH_TOKEN` wins over a profile. What a profile keeps goes to the Berth that it was made for, whatever `BERTH_API` says.
 * @throws CliFailure for a profile that cannot be used.
 */
export function credentialsOf(environment: CliEnvironment, name = environment.profile): Credentials {
  const { api, token, configFolder } = environment;
  if (token !== undefined) return { api: api ?? DEFAULT_API, token: async () => token };
  const file = profileFile(configFolder, name);
  const kept = readProfile(file);
  const there = api ?? kept?.api ?? DEFAULT_API;
  const isItsOwn = kept !== undefined && new URL(there).origin === new URL(kept.api).origin;
  return { api: there, token: isItsOwn ? together(() => freshToken(file)) : async () => undefined };
}

/** Calls that are made while one is under way have its answer: a refresh token is good once. */
function together<T>(call: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= call().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

async function freshToken(file: string): Promise<string | undefined> {
  const kept = readProfile(file);
  if (!kept || isFresh(kept)) return kept?.token;
  // Its library takes half a second to load, which no other call should wait for.
  const { refresh } = await import('./issuer.ts');
  const tokens = await refresh(kept);
  if (tokens) {
    writeProfile(file, { ...kept, ...tokens });
    return tokens.token;
  }
  // Another command may have been faster.
  const now = readProfile(file);
  return now && isFresh(now) ? now.token : undefined;
}

const isFresh = ({ expires }: Profile): boolean => Date.parse(expires) - EARLY_MS > Date.now();
