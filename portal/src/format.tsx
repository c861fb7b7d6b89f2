import { useTranslation } from 'react-i18next';
import { dateTime, moment, relative } from './intl.ts';

/** ISO 8601, as the reader's clock and language have it; the title has it with its zone. */
export function Time({ at }: { at: string }) {
  const { i18n } = useTranslation();
  return <Dated at={at}>{moment(at, i18n.language)}</Dated>;
}

/** How long ago, or how soon: "2 hours ago", "in 3 days". Said of the moment of rendering. */
export function Ago({ at }: { at: string }) {
  const { i18n } = useTranslation();
  return <Dated at={at}>{relative(Date.parse(at) - Date.now(), i18n.language)}</Dated>;
}

function Dated({ at, children }: { at: string; children: string }) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={at} title={dateTime(at, i18n.language, { dateStyle: 'full', timeStyle: 'long' })}>
      {children}
    </time>
  );
}
