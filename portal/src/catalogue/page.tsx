import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import { useMe } from '../me.ts';
import { useDecisions, useOffer } from '../offer/data.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { ClusterTable } from './cluster-table.tsx';
import { Decisions } from './decisions.tsx';
import { ItemCard } from './item-card.tsx';
import { SizeTable } from './size-table.tsx';

/** What can be had, what it costs, and who decides about it. */
export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  const ask = me?.mayAsk && (
    <Button component={Link} to="/ask">
      {t('catalogue.ask')}
    </Button>
  );
  return (
    <Page title={t('catalogue.title')} actions={ask}>
      <Text>{t('catalogue.intro')}</Text>
      <Loaded query={useOffer()}>{(offer) => <Shown offer={offer} />}</Loaded>
    </Page>
  );
}

function Shown({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Section title={t('catalogue.sizes')}>
        <SizeTable offer={offer} />
      </Section>
      <Section title={t('catalogue.items')}>
        <Stack gap="md">
          {offer.items.map((item) => (
            <ItemCard key={item.name} item={item} offer={offer} />
          ))}
        </Stack>
      </Section>
      <Section title={t('catalogue.decides')}>
        <Text size="sm" c="dimmed">
          {t('catalogue.decidesHint')}
        </Text>
        <Loaded query={useDecisions()} lines={2}>
          {({ items }) => <Decisions cases={items} />}
        </Loaded>
      </Section>
      <Section title={t('catalogue.clusters')}>
        <ClusterTable offer={offer} />
      </Section>
    </Stack>
  );
}
