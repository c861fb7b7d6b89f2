/*
 * A tab that was open while Berth was updated asks for parts of the page that are gone. It loads itself anew, once: where
 * that did not help, somebody is told.
 */
const AT = 'berth-loaded-anew';
const UNTOLD = 'berth-untold-update';
/** So soon after it has loaded itself anew a tab does not do so again, in milliseconds. */
const PAUSE = 60_000;

const missing = new WeakSet<object>();
addEventListener('vite:preloadError', ({ payload }) => missing.add(payload));

/** Whether this error says that a part of the page did not arrive. */
export const isMissingPart = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && missing.has(error);

/** Whether loading the page anew may still help. */
export const mayLoadAnew = (): boolean => Date.now() - Number(sessionStorage.getItem(AT) ?? 0) > PAUSE;

export function loadAnew(): void {
  sessionStorage.setItem(AT, `${Date.now()}`);
  sessionStorage.setItem(UNTOLD, 'yes');
  location.reload();
}

/** Calls `tell` when the page has loaded itself anew and nobody was told yet. */
export function tellUpdate(tell: () => void): void {
  if (sessionStorage.getItem(UNTOLD) === null) return;
  sessionStorage.removeItem(UNTOLD);
  tell();
}
