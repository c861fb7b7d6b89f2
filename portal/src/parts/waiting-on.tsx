import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { Ago, Time } from '../format.tsx';
import { BerthWords } from './berth-words.tsx';
import { Said, SaidNext, useSaid } from './said.tsx';
import { waitCodeOf } from './waits.ts';

type Waiting = Pick<RequestStatus, 'phase' | 'step'> & { readonly waitingOn: NonNullable<RequestStatus['waitingOn']> };

/** Whom something waits for, since when, until when, and what happens then: the same words as on every surface. */
export function WaitingOn({ status }: { status: Waiting }) {
  const { t } = useTranslation();
  const { since, deadline, next } = status.waitingOn;
  return (
    <>
      <Text>
        <WaitsFor status={status} />
      </Text>
      <Exactly status={status} />
      <Text size="sm" c="dimmed">
        {t('waiting.since')} <Ago at={since} />. {t('waiting.until')} <Time at={deadline} />
        {t('waiting.next')} <SaidNext next={next} />
      </Text>
    </>
  );
}

/** Who is waited for, and what for. */
export function WaitsFor({ status }: { status: Waiting }) {
  const { who, kind, text } = status.waitingOn;
  const code = waitCodeOf(status);
  return (
    <>
      <strong>{useWho()(who) || kind}</strong>: <Said as={code && `wait.${code}`} text={text} />
    </>
  );
}

/** What a language words says less than Berth did: that is told besides. */
function Exactly({ status }: { status: Waiting }) {
  const code = waitCodeOf(status);
  const worded = useSaid()(code && `wait.${code}`);
  if (worded === undefined) return null;
  return (
    <Text size="sm">
      <BerthWords text={status.waitingOn.text} />
    </Text>
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
