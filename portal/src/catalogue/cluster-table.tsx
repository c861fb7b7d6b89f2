import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Offer, OfferedCluster } from '../../../src/domain/offer/offer.ts';
import { number } from '../intl.ts';
import { WideTable } from '../parts/wide-table.tsx';

const COLUMNS = [
  ['cpu', 'cpu', ''],
  ['memoryGiB', 'memory', 'GiB'],
  ['storageGiB', 'storage', 'GiB'],
] as const;

/** The clusters, and what is free of them. */
export function ClusterTable({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  return (
    <WideTable minWidth={560}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('catalogue.cluster')}</Table.Th>
            <Table.Th>{t('catalogue.site')}</Table.Th>
            {COLUMNS.map(([key, title]) => (
              <Table.Th key={key}>
                {t('catalogue.free')}: {t(`catalogue.${title}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {offer.clusters.map((cluster) => (
            <Table.Tr key={cluster.name}>
              <Table.Th scope="row">{cluster.name}</Table.Th>
              <Table.Td>{cluster.site}</Table.Td>
              {COLUMNS.map(([key, , unit]) => (
                <Table.Td key={key}>
                  <Free {...{ cluster, unit }} of={key} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

interface FreeProps {
  readonly cluster: OfferedCluster;
  readonly of: (typeof COLUMNS)[number][0];
  readonly unit: string;
}

function Free({ cluster: { capacity, taken }, of, unit }: FreeProps) {
  const { t, i18n } = useTranslation();
  if (!capacity) return t('catalogue.unknown');
  const told = (value: number) => number(value, i18n.language, { maximumFractionDigits: 1 });
  return t('catalogue.freeOf', { free: told(Math.max(0, capacity[of] - taken[of])), whole: told(capacity[of]), unit });
}
