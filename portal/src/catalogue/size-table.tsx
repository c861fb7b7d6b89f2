import { Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import { money } from '../intl.ts';
import { SizePicture } from '../offer/size-picture.tsx';
import { WideTable } from '../parts/wide-table.tsx';

/** What each size reserves, and what a month of it costs on each cluster. */
export function SizeTable({ offer }: { offer: Offer }) {
  const { t, i18n } = useTranslation();
  const { sizes, clusters, currency, priceBook } = offer;
  const largest = sizes.at(-1);
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('catalogue.sizesHint', { book: priceBook })}
      </Text>
      <WideTable minWidth={560}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('catalogue.size')}</Table.Th>
              <Table.Th>{t('catalogue.cpu')}</Table.Th>
              <Table.Th>{t('catalogue.memory')}</Table.Th>
              <Table.Th>{t('catalogue.storage')}</Table.Th>
              <Table.Th>{t('catalogue.pods')}</Table.Th>
              {clusters.map(({ name }) => (
                <Table.Th key={name} ta="right">
                  {name.replace(/^cluster-/, '')}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sizes.map((size) => (
              <Table.Tr key={size.size}>
                <Table.Th scope="row">
                  <Group gap="xs" wrap="nowrap">
                    {largest && <SizePicture size={size} largest={largest} />}
                    {size.size}
                  </Group>
                </Table.Th>
                <Table.Td>{size.cpu}</Table.Td>
                <Table.Td>{t('catalogue.gib', { count: size.memoryGiB })}</Table.Td>
                <Table.Td>{t('catalogue.gib', { count: size.storageGiB })}</Table.Td>
                <Table.Td>{size.pods}</Table.Td>
                {clusters.map(({ name, sizes: prices }) => (
                  <Table.Td key={name} ta="right">
                    {money(prices[size.size], currency, i18n.language)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </>
  );
}
