import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHourglass, IconLoader, IconUserCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type FailureType, whoActs } from '../../../src/domain/failures.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { type Me, useMe } from '../me.ts';
import { BerthWords } from '../parts/berth-words.tsx';
import { WaitingOn } from '../parts/waiting-on.tsx';
import { turnOf, type Turn as WhoseTurn } from './whose-turn.ts';

const LOOKS = {
  yours: { color: 'orange', icon: IconUserCheck },
  people: { color: 'blue', icon: IconHourglass },
  systems: { color: 'blue', icon: IconLoader },
  mending: { color: 'orange', icon: IconAlertTriangle },
  berth: { color: 'blue', icon: IconLoader },
  good: { color: 'green', icon: IconCheck },
  ended: { color: 'gray', icon: IconX },
} as const satisfies Readonly<Record<WhoseTurn, unknown>>;

/** Whom it waits for, since when, until when, what happens then; when it has ended, how. Always there, so nothing jumps. */
export function Turn({ status }: { status: RequestStatus }) {
  const { t } = useTranslation();
  const me = useMe();
  const turn = turnOf(status, me);
  const { color, icon: Icon } = LOOKS[turn];
  const { waitingOn } = status;
  return (
    <Alert
      color={color}
      icon={<Icon aria-hidden />}
      title={t(`request.turn.${turn}`)}
      role="status"
      aria-live="polite"
      mih={112}
    >
      <Stack gap="xs">
        {waitingOn ? (
          <div>
            <WaitingOn status={{ ...status, waitingOn }} />
          </div>
        ) : (
          <Text size="sm">
            <Nothing status={status} />
          </Text>
        )}
        <Failure status={status} me={me} />
      </Stack>
    </Alert>
  );
}

function Nothing({ status: { phase, step, steps } }: { status: RequestStatus }) {
  const { t } = useTranslation();
  const note = steps.find(({ status }) => status === 'failed')?.note;
  if (phase === 'running') return t('request.goesOn', { step: t(`step.${step}`) });
  return note ? <BerthWords text={note} /> : t(`request.ending.${phase}`);
}

/** What went wrong, who mends it and by what. */
function Failure({ status: { failure, step }, me }: { status: RequestStatus; me: Me | undefined }) {
  const { t } = useTranslation();
  if (!failure) return null;
  const known = failure.type as FailureType;
  const seesIncidents = me?.roles.some((role) =>
    ['support', 'platform-operator', 'security', 'auditor'].includes(role),
  );
  return (
    <Stack gap={4}>
      <Text size="sm">
        <strong>{t('request.failedAt', { step: t(`step.${failure.step ?? step}`) })}</strong>{' '}
        <BerthWords text={failure.message} />
      </Text>
      <Group gap="xs">
        <Text size="sm">
          {t(`request.mends.${whoActs(failure.type)}`)} {t(`request.mend.${known}`, { defaultValue: '' })}
        </Text>
        {failure.incident && seesIncidents && (
          <Anchor component={Link} to="/operations" size="sm">
            {t('request.incident')}
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}
