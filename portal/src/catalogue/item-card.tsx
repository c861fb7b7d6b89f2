import { Badge, Card, Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer, OfferedItem } from '../../../src/domain/offer/offer.ts';
import { money } from '../intl.ts';
import { ItemIcon } from '../offer/item-icon.tsx';
import { Facts } from '../parts/facts.tsx';
import { parametersOf } from './parameters.ts';

/** One item: what it is, what it costs, what it makes, and what can be set. */
export function ItemCard({ item, offer }: { item: OfferedItem; offer: Offer }) {
  const { t } = useTranslation();
  const title = useId();
  const there = offer.clusters.filter(({ items }) => item.name in items).map(({ name }) => name);
  const facts = [
    [t('catalogue.makes'), item.makes.join(', ')],
    [t('catalogue.where'), there.length === offer.clusters.length ? t('catalogue.everywhere') : there.join(', ')],
    [t('catalogue.data'), t(item.holdsData ? 'catalogue.holdsData' : 'catalogue.noData')],
    [t('catalogue.unique'), item.unique.join(', ')],
  ] as const;
  return (
    <Card withBorder padding="md" component="article" aria-labelledby={title}>
      <Stack gap="sm">
        <Group wrap="nowrap" align="flex-start">
          <ItemIcon item={item} size={48} />
          <Stack gap={2} style={{ flex: 1 }}>
            <Group gap="xs">
              <Title order={3} size="h5" id={title}>
                {item.title}
              </Title>
              <Badge variant="default" tt="none">
                {t('catalogue.version', { version: item.version })}
              </Badge>
            </Group>
            <Text size="sm">{item.description}</Text>
            <Text size="sm" c="dimmed">
              <Billing item={item} offer={offer} />
            </Text>
          </Stack>
        </Group>
        <Facts facts={facts} />
        <Settings item={item} />
      </Stack>
    </Card>
  );
}

function Billing({ item, offer }: { item: OfferedItem; offer: Offer }) {
  const { t, i18n } = useTranslation();
  const prices = offer.clusters.flatMap(({ items }) => items[item.name] ?? []);
  if (prices.length === 0) return t('catalogue.billing.nowhere');
  const price = money(Math.min(...prices), offer.currency, i18n.language);
  return t(`catalogue.billing.${item.billing}`, { price });
}

function Settings({ item }: { item: OfferedItem }) {
  const { t } = useTranslation();
  const parameters = parametersOf(item.schema);
  if (parameters.length === 0) return <Text size="sm">{t('catalogue.nothingToSet')}</Text>;
  return (
    <details>
      <Text component="summary" size="sm">
        {t('catalogue.settings')} ({parameters.length})
      </Text>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table mt="xs" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('catalogue.parameter')}</Table.Th>
              <Table.Th>{t('catalogue.values')}</Table.Th>
              <Table.Th>{t('catalogue.standard')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {parameters.map(({ name, title, description, values, standard }) => (
              <Table.Tr key={name}>
                <Table.Td>
                  {title} <Code>{name}</Code>
                  <Text size="xs" c="dimmed">
                    {description}
                  </Text>
                </Table.Td>
                <Table.Td>{values}</Table.Td>
                <Table.Td>{standard}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
