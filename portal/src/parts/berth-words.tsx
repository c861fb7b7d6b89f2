import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { piecesOf } from './words.ts';

/**
 * Words of Berth itself, with links: in English, which a page in another language says of them. What people wrote is shown
 * as text alone: a link of theirs is not ours to offer.
 */
export function BerthWords({ text }: { text: string }) {
  const { i18n } = useTranslation();
  const words = piecesOf(text).map(({ text: piece, url }, i) =>
    url ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places
      <Anchor key={i} href={url} inherit target="_blank" rel="noreferrer">
        {piece}
      </Anchor>
    ) : (
      piece
    ),
  );
  return i18n.language === 'en' ? words : <span lang="en">{words}</span>;
}
