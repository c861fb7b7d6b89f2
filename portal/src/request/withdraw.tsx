import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../parts/problem.tsx';
import { useSend } from '../sending.ts';
import { useReadAgain } from './data.ts';

interface Props {
  readonly reference: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const LONGEST = 2000;

/** Asks once more, since what was made is taken back. */
export function Withdraw({ reference, opened, onClose }: Props) {
  const { t } = useTranslation();
  const readAgain = useReadAgain(reference);
  const [reason, setReason] = useState('');
  const sending = useSend<{ reason?: string }>(`/api/requests/${reference}/withdraw`, async () => {
    onClose();
    await readAgain();
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('request.withdrawTitle')}
      closeButtonProps={{ 'aria-label': t('request.keep') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          sending.mutate(reason.trim() === '' ? {} : { reason });
        }}
      >
        <Stack>
          <Text size="sm">{t('request.withdrawText')}</Text>
          <Textarea
            data-autofocus
            label={t('request.withdrawReason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={LONGEST}
            autosize
            minRows={2}
          />
          {sending.error !== null && <Problem error={sending.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('request.keep')}
            </Button>
            <Button type="submit" color="red" loading={sending.isPending}>
              {t('request.withdraw')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
