const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** `2026-11-21T09:12:00Z` as `Sat, 21 Nov 2026 09:12 UTC`; anything else as it is. */
export function readableTime(value: string): string {
  return ISO_TIME.test(value) ? `${new Date(value).toUTCString().slice(0, 22)} UTC` : value;
}
