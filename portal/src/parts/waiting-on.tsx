import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WaitingOn as Wait } from '../../../src/domain/status.ts';
import { Ago, Time } from '../format.tsx';

/** Whom something waits for, since when, until when, and what happens then: the same words as on every surface. */
export function WaitingOn({ wait }: { wait: Wait }) {
  const { t } = useTranslation();
  const who = useWho()(wait.who);
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

/** Says who is meant: directory ids and systems as they are, queues by what people call them. */
export function useWho(): (who: readonly string[]) => string {
  const { t } = useTranslation();
  const nameOf = (name: string): string => {
    const queue = /^queue:(support|operators|requester)$/.exec(name)?.[1];
    return queue ? t(`who.${queue as 'support' | 'operators' | 'requester'}`) : name;
  };
  return (who) => who.map(nameOf).join(', ');
}
