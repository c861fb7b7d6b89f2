import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../me.ts';
import { Page } from '../parts/page.tsx';

export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  return <Page title={t('home.title')}>{me && <Text>{t('home.hello', { name: me.name })}</Text>}</Page>;
}
