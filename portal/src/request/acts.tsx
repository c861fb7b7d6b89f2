import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { useActs } from './data.ts';
import { Retry } from './retry.tsx';
import { Withdraw } from './withdraw.tsx';

/** What the person who is signed in may do now, what is wanted most first. */
export function Acts({ status: { reference, failure } }: { status: RequestStatus }) {
  const { t } = useTranslation();
  const { data } = useActs(reference);
  const [isWithdrawing, setWithdrawing] = useState(false);
  const may = data?.may ?? [];
  return (
    <Group gap="xs" mih={36} w={{ base: '100%', xs: 'auto' }}>
      {may.includes('decide') && (
        <Button component={Link} to={`/decisions/${reference}`}>
          {t('request.decide')}
        </Button>
      )}
      {(may.includes('select') || (may.includes('repair') && failure?.type === 'InvalidSelection')) && (
        <Button component={Link} to={`/requests/${reference}/select`}>
          {t('request.select')}
        </Button>
      )}
      {may.includes('task') && (
        <Button component={Link} to={`/work/${reference}`}>
          {t('request.doTask')}
        </Button>
      )}
      {may.includes('repair') && <Retry reference={reference} />}
      {may.includes('repair') && (
        <Button component={Link} to={`/work/${reference}`} variant="default">
          {t('request.mendOtherwise')}
        </Button>
      )}
      {may.includes('withdraw') && (
        <Button variant="default" onClick={() => setWithdrawing(true)}>
          {t('request.withdraw')}
        </Button>
      )}
      <Withdraw reference={reference} opened={isWithdrawing} onClose={() => setWithdrawing(false)} />
    </Group>
  );
}
