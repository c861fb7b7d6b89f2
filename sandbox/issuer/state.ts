import { randomBytes } from 'node:crypto';
import type { SandboxContext } from '../kit/context.ts';
import { PEOPLE, type SandboxPerson } from '../people.ts';
import type { IssuerKey } from './keys.ts';

/** A program that is registered at the issuer. */
export interface IssuerClient {
  readonly id: string;
  /** A client with a secret has to show it; one without is public. */
  readonly secret?: string;
  /** Compared letter by letter. None: the browser flow is not for it. */
  readonly redirectUris: readonly string[];
  readonly mayUseDeviceFlow?: boolean;
}

/** What a browser asked for, while its person types name and password. */
export interface Asked {
  readonly client: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scope: string;
  readonly state?: string;
  readonly nonce?: string;
}

export interface Granted extends Asked {
  readonly person: SandboxPerson;
}

/** One sign-in of a device: pending until somebody has said yes or no. */
export interface Device {
  readonly client: string;
  readonly scope: string;
  readonly userCode: string;
  answer?: SandboxPerson | 'denied';
  polledAt: number;
}

export interface Refreshable {
  readonly client: string;
  readonly scope: string;
  readonly person: SandboxPerson;
}

/** Things that are good for a while, by a name that nobody guesses. */
export class Shelf<T> {
  readonly #things = new Map<string, { readonly thing: T; readonly until: number }>();
  readonly #ms: number;

  constructor(seconds: number) {
    this.#ms = seconds * 1000;
  }

  put(thing: T, name = randomBytes(32).toString('base64url')): string {
    this.#things.set(name, { thing, until: Date.now() + this.#ms });
    return name;
  }

  see(name: string): T | undefined {
    const kept = this.#things.get(name);
    return kept && kept.until > Date.now() ? kept.thing : undefined;
  }

  /** It is gone afterwards. */
  take(name: string): T | undefined {
    const thing = this.see(name);
    this.#things.delete(name);
    return thing;
  }

  /** The first that is so. */
  find(isIt: (thing: T) => boolean): T | undefined {
    return [...this.#things.keys()].map((name) => this.see(name)).find((thing) => thing !== undefined && isIt(thing));
  }
}

/** The issuer as its calls need it. */
export interface Issuing {
  readonly context: SandboxContext;
  readonly key: IssuerKey;
  readonly clients: readonly IssuerClient[];
  url: string;
  groupsOf(personId: string): Promise<readonly string[] | undefined>;
  readonly asked: Shelf<Asked>;
  readonly codes: Shelf<Granted>;
  readonly devices: Shelf<Device>;
  readonly refreshable: Shelf<Refreshable>;
}

export const CODE_SECONDS = 60;
export const DEVICE_SECONDS = 600;
const ASKED_SECONDS = 600;
const REFRESH_SECONDS = 12 * 3600;

export const emptyShelves = (): Pick<Issuing, 'asked' | 'codes' | 'devices' | 'refreshable'> => ({
  asked: new Shelf(ASKED_SECONDS),
  codes: new Shelf(CODE_SECONDS),
  devices: new Shelf(DEVICE_SECONDS),
  refreshable: new Shelf(REFRESH_SECONDS),
});

/** What is answered to a call. */
export interface Reply {
  readonly status: number;
  /** JSON, unless it is `html`. */
  readonly body?: unknown;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const refusal = (error: string, description: string, status = 400): Reply => ({
  status,
  body: { error, error_description: description },
});

export const findPerson = (id: string): SandboxPerson | undefined =>
  Object.values<SandboxPerson>(PEOPLE).find((person) => person.id === id);

/** The person whose name and password these are. */
export function signedIn(form: URLSearchParams): SandboxPerson | undefined {
  const person = findPerson(form.get('username') ?? '');
  return person && person.password === form.get('password') ? person : undefined;
}
