import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Page } from './page.tsx';
import { Problem } from './problem.tsx';

/** In place of a page that cannot be shown, or whose code did not arrive (after an update of Berth, say). */
export function Broken() {
  const { t } = useTranslation();
  return (
    <Page title={t('broken.title')}>
      <Problem error={useRouteError()} onRetry={() => location.reload()} />
    </Page>
  );
}
