import { Code, CopyButton, Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { Ago } from '../format.tsx';
import { PhaseBadge } from '../parts/phase-badge.tsx';

/** What it is, by name and reference, and how it stands. */
export function Headline({ status }: { status: RequestStatus }) {
  const { t } = useTranslation();
  const { phase, reference, request, requester, plan } = status;
  const about = plan?.environment ?? request?.project;
  return (
    <Group gap="sm" mt={-12}>
      <PhaseBadge phase={phase} />
      {about && <Text fw={600}>{about}</Text>}
      <CopyButton value={reference}>
        {({ copied, copy }) => (
          <UnstyledButton onClick={copy} aria-label={t('request.copy', { reference })}>
            <Code fz="sm">{reference}</Code>
            <Text span size="sm" c="dimmed" aria-live="polite">
              {copied ? ` ${t('request.copied')}` : ''}
            </Text>
          </UnstyledButton>
        )}
      </CopyButton>
      <Text size="sm" c="dimmed">
        {t('request.by', { who: request?.requesterId ?? requester })}
        {request?.source.startedBy && ` ${t('request.sentInBy', { who: request.source.startedBy })}`}
        {request && (
          <>
            {', '}
            <Ago at={request.source.receivedAt} />
          </>
        )}
      </Text>
    </Group>
  );
}
