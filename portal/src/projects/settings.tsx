import { Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail } from '../../../src/api/answers/projects.ts';
import { WideTable } from '../parts/wide-table.tsx';
import { Level } from './level.tsx';

/** What holds for the project's environments and which level says so; and what has not reached them yet. */
export function Settings({ project: { settings, quotas, environments } }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const limits = quotas.map(({ from, quota }) => ({
    line: t('projects.settings.quota'),
    value: Object.entries(quota)
      .map(([key, value]) => `${value} ${key.replace('GiB', ' GiB')}`)
      .join(', '),
    from,
  }));
  const lines = [...settings, ...limits];
  if (lines.length === 0) return <Text size="sm">{t('projects.settings.none')}</Text>;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('projects.settings.hint')}
      </Text>
      <WideTable minWidth={480}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('projects.settings.line')}</Table.Th>
              <Table.Th>{t('projects.settings.value')}</Table.Th>
              <Table.Th>{t('projects.settings.from')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(({ line, value, from }) => (
              <Table.Tr key={`${line} ${value} ${from}`}>
                <Table.Td>{line}</Table.Td>
                <Table.Td>{value}</Table.Td>
                <Table.Td>
                  <Level level={from} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {environments.map((environment) => (
        <Pending key={environment.name} environment={environment} />
      ))}
    </Stack>
  );
}

function Pending({ environment: { name, pending } }: { environment: ProjectDetail['environments'][number] }) {
  const { t } = useTranslation();
  if (pending.length === 0) return null;
  return (
    <div>
      <Title order={3} size="h6">
        {t('projects.settings.pending', { environment: name })}
      </Title>
      <ul>
        {pending.map(({ line, was, now }) => (
          <li key={line}>
            <Text size="sm" component="span">
              {line}: {now ?? t('projects.settings.gone')}
              {was !== null && ` (${t('projects.settings.was', { was })})`}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
