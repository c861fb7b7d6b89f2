import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FreezeWindow } from '../../../src/domain/freeze.ts';
import { Ago, Time } from '../format.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { useSend } from '../sending.ts';
import { useFreezes, useIsOperator, useReadAgain } from './data.ts';
import { FreezeForm } from './freeze-form.tsx';

/** Windows in which nothing is merged and nothing applied: everybody of staff sees them, operators set and end them. */
export function Freezes() {
  const { t } = useTranslation();
  const isOperator = useIsOperator();
  return (
    <Stack gap="md">
      <Section title={t('operations.freezes.now')}>
        <Text size="sm" c="dimmed">
          {t('operations.freezes.text')}
        </Text>
        <Loaded query={useFreezes()} lines={1}>
          {({ items }) => (
            <Stack gap="sm">
              {items.length === 0 && <Text>{t('operations.freezes.none')}</Text>}
              {items.map((window) => (
                <Window key={window.target} window={window} mayEnd={isOperator} />
              ))}
            </Stack>
          )}
        </Loaded>
      </Section>
      {isOperator && <FreezeForm />}
    </Stack>
  );
}

function Window({ window: { target, until, reason, by, since }, mayEnd }: { window: FreezeWindow; mayEnd: boolean }) {
  const { t } = useTranslation();
  const readAgain = useReadAgain();
  const end = useSend<{ target: string }>('/api/unfreeze', readAgain);
  const name = target === 'all' ? t('operations.freezes.allName') : target;
  return (
    <>
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm">{reason}</Text>
          <Text size="sm" c="dimmed">
            {t('operations.freezes.until')} <Time at={until} />. {t('operations.freezes.by', { by })} <Ago at={since} />
          </Text>
        </div>
        {mayEnd && (
          <Button
            size="xs"
            variant="default"
            loading={end.isPending}
            aria-label={t('operations.freezes.endOne', { target: name })}
            onClick={() => end.mutate({ target })}
          >
            {t('operations.freezes.end')}
          </Button>
        )}
      </Group>
      {end.error && <Problem error={end.error} />}
    </>
  );
}
