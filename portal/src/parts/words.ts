/** A piece of text; `url` where it is an address that can be opened. */
export interface Piece {
  readonly text: string;
  readonly url?: string;
}

/** Without what ends a sentence behind an address. */
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/g;

/** Text with its addresses apart, in order; together they are the text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: url, index } of text.matchAll(ADDRESS)) {
    if (index > at) pieces.push({ text: text.slice(at, index) });
    pieces.push({ text: url, url });
    at = index + url.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
