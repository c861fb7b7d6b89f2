import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WaitingOn as Wait } from '../../../src/domain/status.ts';
import { Ago, Time } from '../format.tsx';

/** Whom something waits for, since when, until when, and what happens then: the same words as on every surface. */
export function WaitingOn({ wait }: { wait: Wait }) {
  const { t } = useTranslation();
  const who = wait.who.map((name) => whoText(name, t)).join(', ');
  return (
    <>
      <Text>
        <strong>{who || wait.kind}</strong>: {wait.text}
      </Text>
      <Text size="sm" c="dimmed">
        {t('waiting.since')} <Ago at={wait.since} />. {t('waiting.until')} <Time at={wait.deadline} />
        {t('waiting.next')} {wait.next}
      </Text>
    </>
  );
}

function whoText(name: string, t: ReturnType<typeof useTranslation>['t']): string {
  const queue = /^queue:(support|operators|requester)$/.exec(name)?.[1] as
    | 'support'
    | 'operators'
    | 'requester'
    | undefined;
  return queue ? t(`who.${queue}`) : name;
}
