import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { isMissingPart, loadAnew, mayLoadAnew } from '../update.ts';
import { Page } from './page.tsx';
import { Problem } from './problem.tsx';
import { Waiting } from './waiting.tsx';

/** In place of a page that cannot be shown; one whose code has gone with an update of Berth is loaded anew first. */
export function Broken() {
  const { t } = useTranslation();
  const error = useRouteError();
  const isMissing = isMissingPart(error);
  const [isLeaving] = useState(() => isMissing && mayLoadAnew());
  useEffect(() => {
    if (isLeaving) loadAnew();
  }, [isLeaving]);
  if (isLeaving) return <Waiting />;
  return (
    <Page title={t('broken.title')}>
      <Problem error={isMissing ? t('broken.notLoaded') : error} onRetry={() => location.reload()} />
    </Page>
  );
}
