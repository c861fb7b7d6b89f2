/** The parts of a distinguished name, first the entry's own; escaped commas stay inside their part. */
export function splitDn(dn: string): string[] {
  const parts = dn.match(/(?:\\.|[^,\\])+/gs) ?? [];
  return parts.map((part) => part.trim());
}

/** The form by which two names are compared: no blanks around separators, lower case. */
export function normalDn(dn: string): string {
  return splitDn(dn)
    .map((part) => part.replace(/\s*=\s*/, '='))
    .join(',')
    .toLowerCase();
}

export function parentDn(dn: string): string {
  return splitDn(dn).slice(1).join(',');
}

/** True when `dn` is `base` or lies below it. */
export function isWithin(dn: string, base: string): boolean {
  return dn.length > 0 && (normalDn(dn) === normalDn(base) || isBelow(dn, base));
}

export function isBelow(dn: string, base: string): boolean {
  return normalDn(dn).endsWith(`,${normalDn(base)}`);
}

/** Attribute and unescaped value of an entry's own part, e.g. `['CN', 'Field, Dana']`. */
export function ownPart(dn: string): [attribute: string, value: string] {
  const part = splitDn(dn)[0] ?? '';
  const at = part.indexOf('=');
  const value = part
    .slice(at + 1)
    .replace(/\\([0-9a-f]{2})|\\(.)/gi, (_, hex?: string, plain?: string) =>
      hex === undefined ? (plain ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return [part.slice(0, at).trim(), value];
}
