import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
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
        sending.mutate(
          { repair: 'retry' },
          { onError: (error) => notifications.show({ color: 'red', message: error.message }) },
        )
      }
    >
      {t('request.retry')}
    </Button>
  );
}
