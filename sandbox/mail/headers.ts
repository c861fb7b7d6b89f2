/** A header as it stands in a message: name in lower case, value unfolded. */
export interface Header {
  readonly name: string;
  readonly value: string;
  /** The whole header with its folds, without the final line break. */
  readonly raw: string;
}

/** Splits a message at its first empty line. */
export function splitMessage(raw: Buffer): { headers: Header[]; body: Buffer } {
  const text = raw.toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const head = end < 0 ? text : text.slice(0, end);
  return { headers: parseHeaders(head), body: raw.subarray(head.length) };
}

function parseHeaders(head: string): Header[] {
  return head.split(/\r?\n(?![ \t])/).map((raw) => {
    const colon = raw.indexOf(':');
    const value = raw.slice(colon + 1).replace(/\r?\n[ \t]+/g, ' ');
    return { name: raw.slice(0, colon).trim().toLowerCase(), value: value.trim(), raw };
  });
}

/** Every mail address in a header value, lower case; what stands in quotes is a name, not an address. */
export function addressesIn(value: string): string[] {
  const unquoted = value.replace(/"(?:[^"\\]|\\.)*"/g, '');
  return [...unquoted.matchAll(/[^\s<>,;:()"]+@[^\s<>,;:()"]+/g)].map((match) => match[0].toLowerCase());
}

/** `requests+token@example.test` belongs to `requests@example.test`. */
export function withoutPlus(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, '@');
}
