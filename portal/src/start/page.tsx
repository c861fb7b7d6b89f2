import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconUserShield } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Ask } from '../ask/ask.tsx';
import type { Me } from '../me.ts';
import { useMe } from '../me.ts';
import { useOffer } from '../offer/data.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { useProjects } from '../projects/data.ts';

/** Support asks for somebody who cannot, or whose mail said too little. */
export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  return <Page title={t('ask.forOthers')}>{me && (me.mayAskForOthers ? <ForOthers me={me} /> : <NotYours />)}</Page>;
}

function ForOthers({ me }: { me: Me }) {
  const { t } = useTranslation();
  const projects = useProjects();
  const offer = useOffer();
  return (
    <Stack gap="lg">
      <Alert color="blue" icon={<IconUserShield aria-hidden />} title={t('ask.onBehalf.title')}>
        {t('ask.onBehalf.proof', { name: me.name })}
      </Alert>
      <Loaded query={offer}>
        {(offered) => (
          <Loaded query={projects}>
            {({ items }) => <Ask name={`${me.id} for others`} forOthers begin={{}} offer={offered} projects={items} />}
          </Loaded>
        )}
      </Loaded>
    </Stack>
  );
}

function NotYours() {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start">
      <Text>{t('ask.onBehalf.notYours')}</Text>
      <Button component={Link} to="/ask">
        {t('ask.onBehalf.toAsk')}
      </Button>
    </Stack>
  );
}
