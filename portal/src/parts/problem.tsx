import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiError, signIn } from '../api.ts';
import { BerthWords } from './berth-words.tsx';
import { MendingList } from './mendings.tsx';

interface Props {
  readonly error: unknown;
  /** Offered as a button where trying again may help. */
  readonly onRetry?: () => void;
}

/** What went wrong, in the words of the API: what, where, and how to mend it. */
export function Problem({ error, onRetry }: Props) {
  const { t } = useTranslation();
  const problems = error instanceof ApiError ? error.problems : [];
  const signedOut = error instanceof ApiError && error.status === 401;
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} title={t('problem.title')} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          <ErrorWords error={error} />
        </Text>
        {problems.length > 0 && <MendingList problems={problems} />}
        {onRetry && !signedOut && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('problem.retry')}
          </Button>
        )}
        {signedOut && (
          <Button size="xs" variant="default" onClick={signIn}>
            {t('problem.signIn')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** What the API said of it; what the portal says where it gave no answer. */
export function ErrorWords({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError)) return error instanceof Error ? <BerthWords text={error.message} /> : String(error);
  const { detail, status } = error;
  if (detail !== undefined) return <BerthWords text={detail} />;
  return status === 503 ? t('problem.noAnswer') : t('problem.onlyStatus', { status });
}
