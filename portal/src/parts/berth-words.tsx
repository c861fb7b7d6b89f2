import { Anchor } from '@mantine/core';
import { piecesOf } from './words.ts';

/** Words of Berth itself, with links. What people wrote is shown as text alone: a link of theirs is not ours to offer. */
export function BerthWords({ text }: { text: string }) {
  return piecesOf(text).map(({ text: words, url }, i) =>
    url ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places
      <Anchor key={i} href={url} inherit target="_blank" rel="noreferrer">
        {words}
      </Anchor>
    ) : (
      words
    ),
  );
}
