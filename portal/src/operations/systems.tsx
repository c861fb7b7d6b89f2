import { Alert, Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Systems as Answer } from '../../../src/api/systems.ts';
import type { Finding } from '../../../src/doctor/finding.ts';
import { get } from '../api.ts';
import { Time } from '../format.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Section } from '../parts/section.tsx';
import { systemsOf } from './findings.ts';

/** Whether the systems around Berth answer and let it do its work. */
export function Systems() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['systems'],
    queryFn: ({ signal }) => get<Answer>('/api/operations/systems', signal),
    staleTime: 60_000,
    retry: false,
  });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed" flex="1 1 16rem">
          {t('operations.systems.text')}
        </Text>
        <Button size="xs" variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('operations.systems.again')}
        </Button>
      </Group>
      <Loaded query={query} lines={8}>
        {(answer) => <Found answer={answer} />}
      </Loaded>
    </Stack>
  );
}

function Found({ answer: { at, findings } }: { answer: Answer }) {
  const { t } = useTranslation();
  const broken = findings.filter(({ ok }) => !ok).length;
  return (
    <>
      <Alert
        color={broken > 0 ? 'red' : 'green'}
        title={broken > 0 ? t('operations.systems.broken', { count: broken }) : t('operations.systems.fine')}
        role="status"
      >
        <Text size="sm">
          {t('operations.systems.at')} <Time at={at} />
        </Text>
      </Alert>
      {systemsOf(findings).map(({ name, findings: own }) => (
        <Section key={name} title={name}>
          <List size="sm" spacing={6} center={false}>
            {own.map((finding) => (
              <OneFinding key={`${finding.what} ${finding.detail}`} finding={finding} />
            ))}
          </List>
        </Section>
      ))}
    </>
  );
}

function OneFinding({ finding: { what, ok, detail } }: { finding: Finding }) {
  const { t } = useTranslation();
  const Icon = ok ? IconCheck : IconX;
  return (
    <List.Item
      icon={
        <ThemeIcon size={20} radius="xl" variant="light" color={ok ? 'green' : 'red'}>
          <Icon size={14} role="img" aria-label={t(ok ? 'operations.systems.ok' : 'operations.systems.missing')} />
        </ThemeIcon>
      }
      style={{ overflowWrap: 'anywhere' }}
    >
      <strong>{what}</strong>: {detail}
    </List.Item>
  );
}
