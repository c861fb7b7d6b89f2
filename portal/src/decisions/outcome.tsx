import { Alert, Button, Loader, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Verdict } from '../../../src/domain/decision.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { BerthWords } from '../parts/berth-words.tsx';

/** A decision that the API has taken in. */
export interface Said {
  readonly id: string;
  readonly verdict: Verdict;
}

/** Whether what somebody has said counts, and if not why; the request judges it a moment later. */
export function Outcome({ said, status }: { said: Said; status: RequestStatus }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const judged = status.decisions.find(({ decision }) => decision.id === said.id);
  const verdict = t(`decisions.verdict.${said.verdict}`);
  if (!judged) {
    return (
      <Alert
        color="blue"
        icon={<Loader size={18} />}
        title={t('decisions.judging', { verdict })}
        role="status"
        mih={112}
      />
    );
  }
  const { counts, refusal } = judged;
  return (
    <Alert
      color={counts ? 'green' : 'red'}
      icon={counts ? <IconCircleCheck aria-hidden /> : <IconCircleX aria-hidden />}
      title={`${t(counts ? 'decisions.counts' : 'decisions.refused')}: ${verdict}`}
      role="status"
      mih={112}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {refusal ? (
            <BerthWords text={refusal} />
          ) : (
            t('decisions.goesOn', { step: t(`step.${status.step}`), phase: t(`phase.${status.phase}`) })
          )}
        </Text>
        <Button
          component={Link}
          to="/work"
          size="xs"
          variant="default"
          autoFocus
          onClick={() => void client.invalidateQueries({ queryKey: ['work'] })}
        >
          {t('decisions.back')}
        </Button>
      </Stack>
    </Alert>
  );
}
