import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notice } from '../parts/notice.ts';
import { ErrorWords } from '../parts/problem.tsx';
import { useSend } from '../sending.ts';
import { useReadAgain } from './data.ts';

/** Goes on from the call that failed; other repairs are made where operators work. */
export function Retry({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const readAgain = useReadAgain(reference);
  const sending = useSend<{ repair: 'retry' }>(`/api/requests/${reference}/repair`, readAgain);
  return (
    <Button
      loading={sending.isPending}
      onClick={() =>
        sending.mutate({ repair: 'retry' }, { onError: (error) => notice(<ErrorWords error={error} />, 'red') })
      }
    >
      {t('request.retry')}
    </Button>
  );
}
