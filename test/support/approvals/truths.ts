/* What the oracle is told: what is true of the people, of the change and of each attempt, whatever Berth makes of it. */

/** A stage as the policy demands it, in words that stay the same. */
export interface Demanded {
  readonly name: string;
  readonly mode: 'all' | 'any' | 'n-of';
  readonly count: number;
  readonly roles: readonly string[];
  readonly about: readonly ('content' | 'cost' | 'placement')[];
  readonly mayDelegate: boolean;
}

/** The change as it is asked about: each number goes up when that part of it changes. */
export interface Version {
  readonly content: number;
  readonly cost: number;
  readonly placement: number;
}

/** One human saying one thing once. */
export interface Attempt {
  readonly id: string;
  /** Who acts in truth; null: somebody of whom the directory knows nothing. */
  readonly human: string | null;
  /** The door knew that it was them, and nothing was changed on the way. */
  readonly authentic: boolean;
  /** Said through a door for people, in words that are known. */
  readonly formed: boolean;
  readonly reference: string;
  /** What they had before their eyes. */
  readonly seen: Version;
  readonly stage: string;
  readonly verdict: string;
  readonly late: boolean;
}

/** What is true of the people now. */
export interface People {
  /** Everybody who has this role, enabled or not. */
  readonly withRole: (role: string) => ReadonlySet<string>;
  readonly disabled: ReadonlySet<string>;
  /** Whom the directory does not know. */
  readonly strangers: ReadonlySet<string>;
  /** Accounts that share a name with another. */
  readonly twins: ReadonlySet<string>;
  readonly auditors: ReadonlySet<string>;
  /** Who has said that they are away and who stands in, the first that was entered first. */
  readonly leaves: () => readonly Leave[];
}

/** Somebody is away, or was, or will be. */
export interface Leave {
  readonly who: string;
  readonly when: 'past' | 'now' | 'later';
  readonly delegate: string | null;
  /** Whoever entered it. */
  readonly by: string;
}

/** Why something must not count; of several any may be said. */
export type Objection =
  | 'form'
  | 'reference'
  | 'content'
  | 'stage'
  | 'late'
  | 'proof'
  | 'unknown'
  | 'twin'
  | 'involved'
  | 'role'
  | 'twice';
