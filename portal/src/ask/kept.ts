import { useState } from 'react';
import { type AskFields, NOTHING } from './fields.ts';

const PREFIX = 'berth-ask:';

/** A draft as it is kept in the browser. */
interface Kept {
  /** ISO 8601. */
  readonly at: string;
  readonly fields: AskFields;
}

export interface KeptFields {
  readonly fields: AskFields;
  /** When what was found here had been typed; null for a new form. */
  readonly foundFrom: string | null;
  set(change: Partial<AskFields>): void;
  /** Begins anew. */
  forget(): void;
}

/**
 * What somebody types, kept in this browser until it is sent or thrown away: it is there again tomorrow.
 * @param name of the form and of the person: two people on one machine do not find each other's.
 * @param begin what a new form begins with.
 */
export function useKeptFields(name: string, begin: Partial<AskFields>): KeptFields {
  const [{ fields, foundFrom }, setState] = useState(() => {
    const found = readKept(localStorage.getItem(PREFIX + name));
    return { fields: { ...NOTHING, ...begin, ...found?.fields }, foundFrom: found?.at ?? null };
  });
  return {
    fields,
    foundFrom,
    set: (change) => {
      setState((state) => {
        const next = { ...state, fields: { ...state.fields, ...change } };
        keep(PREFIX + name, { at: new Date().toISOString(), fields: next.fields });
        return next;
      });
    },
    forget: () => {
      localStorage.removeItem(PREFIX + name);
      setState({ fields: { ...NOTHING, ...begin }, foundFrom: null });
    },
  };
}

/** What was kept; undefined when it is nothing that this version wrote. */
export function readKept(text: string | null): Kept | undefined {
  if (text === null) return undefined;
  try {
    const { at, fields } = JSON.parse(text) as Partial<Kept>;
    if (typeof at !== 'string' || typeof fields !== 'object' || fields === null) return undefined;
    const known = Object.entries(fields).filter(([key, value]) => isSameKind(value, NOTHING[key as keyof AskFields]));
    return { at, fields: { ...NOTHING, ...Object.fromEntries(known) } };
  } catch {
    return undefined;
  }
}

const isSameKind = (value: unknown, example: unknown): boolean =>
  typeof value === typeof example && Array.isArray(value) === Array.isArray(example);

/** Where the browser has no room the form still works; only leaving it would lose what was typed. */
function keep(key: string, kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    localStorage.removeItem(key);
  }
}
