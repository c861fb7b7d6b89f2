import { useState } from 'react';

const PREFIX = 'berth-draft:';

/** What somebody types: its value, a new one in its place, and away with it. */
export type Draft<T> = readonly [value: T, set: (next: T) => void, forget: () => void];

/**
 * What somebody types, kept in the tab until it is forgotten: neither an error nor a reload loses it.
 * @param name of the form and of what it is about. A component shows one draft: give it this name as its `key` as well.
 */
export function useDraft<T>(name: string, initial: T): Draft<T> {
  const [value, setValue] = useState(() => readDraft(name, initial));
  const set = (next: T) => {
    setValue(next);
    keep(name, next);
  };
  return [value, set, () => sessionStorage.removeItem(PREFIX + name)];
}

function readDraft<T>(name: string, initial: T): T {
  const text = sessionStorage.getItem(PREFIX + name);
  return text === null ? initial : (JSON.parse(text) as T);
}

/** Where the tab has no more room the form still works; only a reload would lose what was typed. */
function keep(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    sessionStorage.removeItem(PREFIX + name);
  }
}
