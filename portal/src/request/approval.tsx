import { Badge, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JudgedDecision } from '../../../src/domain/decision.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { Time } from '../format.tsx';
import { BerthWords } from '../parts/berth-words.tsx';
import { Section } from '../parts/section.tsx';
import { type Asked, type StageShown, stagesOf } from './stages.ts';

const COLORS = { passed: 'green', open: 'blue', later: 'gray', never: 'gray' } as const;

/** Who decides about it: stage by stage who was asked, who said what and why, and who stands in for whom. */
export function Approval({ status }: { status: RequestStatus }) {
  const { t } = useTranslation();
  const stages = stagesOf(status);
  const byPolicy = status.policy?.autoApproval;
  if (stages.length === 0 && !byPolicy) return null;
  return (
    <Section title={t('request.approval')}>
      {byPolicy && (
        <Text size="sm">
          {t('request.byPolicy', { rule: byPolicy.rule })} {byPolicy.evidence.join('; ')}
        </Text>
      )}
      {stages.map((shown) => (
        <Stage key={shown.stage.name} shown={shown} />
      ))}
    </Section>
  );
}

function Stage({ shown: { stage, state, people } }: { shown: StageShown }) {
  const { t } = useTranslation();
  const rule = stage.mode === 'all' ? t('request.allOf') : t('request.someOf', { count: stage.count });
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text fw={600}>{stage.name}</Text>
        <Badge color={COLORS[state]} variant="light" tt="none">
          {t(`request.stageState.${state}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {rule}
        </Text>
      </Group>
      {stage.why && (
        <Text size="sm" c="dimmed">
          {stage.why}
        </Text>
      )}
      <List size="sm" spacing={4}>
        {people.map((asked) => (
          <Person key={asked.person} asked={asked} />
        ))}
      </List>
    </Stack>
  );
}

function Person({ asked: { person, standsInFor, isWanted, said } }: { asked: Asked }) {
  const { t } = useTranslation();
  return (
    <List.Item>
      <strong>{person}</strong>
      {standsInFor.map((seat) => (
        <span key={seat.for}>
          {' '}
          {t('request.standsIn', { who: seat.for })} <Time at={seat.until} />
        </span>
      ))}
      {said && <Said said={said} />}
      {!said && isWanted && `: ${t('request.asked')}`}
    </List.Item>
  );
}

function Said({ said: { decision, counts, refusal, seat, at, unproven } }: { said: JudgedDecision }) {
  const { t } = useTranslation();
  const through = t('request.through', { channel: decision.channel });
  return (
    <>
      {': '}
      <Text span inherit fw={600} {...(counts ? {} : { c: 'dimmed', td: 'line-through' })}>
        {t(`request.verdict.${decision.verdict}`)}
      </Text>
      {seat && ` ${t('request.for', { who: seat })}`} {through}
      {unproven && ` (${t('request.unproven')})`}, <Time at={at} />
      {decision.reason && (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {t('request.because', { reason: decision.reason })}
        </Text>
      )}
      {refusal && (
        <Text size="sm" c="dimmed">
          {t('request.doesNotCount')} <BerthWords text={refusal} />
        </Text>
      )}
    </>
  );
}
