import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { OpenQuestion } from '../../../src/domain/decision-facts.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { ApiError, get } from '../api.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { ErrorWords, Problem } from '../parts/problem.tsx';
import { Approval } from '../request/approval.tsx';
import { isKept } from '../request/data.ts';
import { Files } from '../request/files.tsx';
import { useStanding } from '../work/standing.ts';
import { Decidable } from './decidable.tsx';
import { Outcome, type Said } from './outcome.tsx';

/** What somebody is asked to decide about, in front of them, and what they say to it. */
export function Component() {
  const { reference = '' } = useParams();
  return <Deciding key={reference} reference={reference} />;
}

function Deciding({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<Said | null>(null);
  const standing = useStanding(reference, said !== null);
  const status = standing.data && !isKept(standing.data) ? standing.data : undefined;
  const question = useQuestion(reference, status);
  const toRequest = (
    <Anchor component={Link} to={`/requests/${reference}`} size="sm">
      {t('decisions.toRequest', { reference })}
    </Anchor>
  );
  return (
    <Page title={t('decisions.title', { what: status?.plan?.environment ?? reference })} actions={toRequest}>
      {said && status ? (
        <Outcome said={said} status={status} />
      ) : (
        <Question query={question} status={status} onSaid={setSaid} />
      )}
      {status && (
        <Stack gap="md">
          <Approval status={status} />
          <Files status={status} />
        </Stack>
      )}
    </Page>
  );
}

/** What is decided now; asked again whenever the request moves. */
function useQuestion(reference: string, status: RequestStatus | undefined) {
  const query = useQuery({
    queryKey: ['request', reference, 'decision'],
    queryFn: ({ signal }) => get<OpenQuestion>(`/api/requests/${reference}/decision`, signal),
  });
  const { refetch } = query;
  useEffect(() => void refetch(), [refetch, status?.updatedAt]);
  return query;
}

/** What was shown first, until somebody says that they have seen what it is now; between the two nothing may have been to decide. */
function useSeen(now: OpenQuestion | undefined) {
  const [seen, setSeen] = useState(now);
  if (!seen && now) setSeen(now);
  return [seen, setSeen] as const;
}

interface QuestionProps {
  readonly query: ReturnType<typeof useQuestion>;
  readonly status: RequestStatus | undefined;
  readonly onSaid: (said: Said) => void;
}

function Question({ query, status, onSaid }: QuestionProps) {
  const { t } = useTranslation();
  const { error } = query;
  const [seen, setSeen] = useSeen(query.data);
  if (!(error instanceof ApiError) || error.status !== 409) {
    if (query.data && error) return <Problem error={error} onRetry={() => void query.refetch()} />;
    return (
      <Loaded query={query}>
        {(now) => (
          <Decidable
            seen={seen ?? now}
            now={now}
            onSeen={setSeen}
            isRemoval={status?.request?.removes !== undefined}
            onSaid={onSaid}
            onChanged={() => void query.refetch()}
          />
        )}
      </Loaded>
    );
  }
  return (
    <Alert color="blue" title={t('decisions.nothing')} role="status">
      <Text size="sm">
        <ErrorWords error={error} />
      </Text>
    </Alert>
  );
}
