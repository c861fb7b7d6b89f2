import { Anchor, Badge, Code, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditLine } from '../../../src/domain/audit-chain.ts';
import { Time } from '../format.tsx';
import { Waiting } from '../parts/waiting.tsx';
import classes from './entries.module.css';

/** Entries of the record, the newest first. */
export function Entries({ entries, isLoading }: { entries: readonly AuditLine[]; isLoading: boolean }) {
  const { t } = useTranslation();
  if (isLoading) return <Waiting lines={6} />;
  if (entries.length === 0) return <Text>{t('audit.none')}</Text>;
  return (
    <Table verticalSpacing="xs" className={classes['table']}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('audit.number')}</Table.Th>
          <Table.Th>{t('audit.when')}</Table.Th>
          <Table.Th>{t('audit.by')}</Table.Th>
          <Table.Th>{t('audit.kind')}</Table.Th>
          <Table.Th>{t('audit.what')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Row key={entry.seq} entry={entry} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ entry: { seq, at, by, kind, what, reference, facts } }: { entry: AuditLine }) {
  const { t } = useTranslation();
  return (
    <Table.Tr className={classes['row']}>
      <Table.Td>{seq}</Table.Td>
      <Table.Td>
        <Time at={at} />
      </Table.Td>
      <Table.Td>{by}</Table.Td>
      <Table.Td>
        <Badge variant="light" tt="none" miw="max-content">
          {t(`audit.kinds.${kind}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Stack gap={4}>
          <Text size="sm">
            {reference && (
              <>
                <Anchor component={Link} to={`/requests/${reference}`} inherit underline="always">
                  {reference}
                </Anchor>
                {': '}
              </>
            )}
            {what}
          </Text>
          <details>
            <Text
              component="summary"
              size="xs"
              c="dimmed"
              aria-label={t('audit.facts', { seq })}
              style={{ cursor: 'pointer' }}
            >
              {t('audit.factsShort')}
            </Text>
            <Code block>{JSON.stringify(facts, null, 1)}</Code>
          </details>
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}
