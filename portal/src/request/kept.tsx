import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '../../../src/domain/ledger.ts';
import { Time } from '../format.tsx';
import { day, money } from '../intl.ts';
import { Facts } from '../parts/facts.tsx';
import { PhaseBadge } from '../parts/phase-badge.tsx';
import { Section } from '../parts/section.tsx';
import { Undone } from './undone.tsx';

/** A request that ended so long ago that only the ledger knows it; a correction comes after what it corrects. */
export function Kept({ entries }: { entries: readonly LedgerEntry[] }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text c="dimmed">{t('request.kept')}</Text>
      {entries.toReversed().map((entry) => (
        <Entry key={`${entry.closedAt} ${entry.outcome}`} entry={entry} />
      ))}
    </Stack>
  );
}

function Entry({ entry }: { entry: LedgerEntry }) {
  const { t, i18n } = useTranslation();
  const { cost, decisions } = entry;
  const said = decisions
    .filter(({ counts }) => counts)
    .map(({ person, verdict, stage }) => `${person} (${stage}): ${t(`request.verdict.${verdict}`)}`);
  return (
    <>
      <Section
        title={entry.environment ?? entry.project ?? entry.reference}
        aside={<PhaseBadge phase={entry.outcome} />}
      >
        <Facts
          facts={[
            [t('request.opened'), <Time key="opened" at={entry.openedAt} />],
            [t('request.closed'), <Time key="closed" at={entry.closedAt} />],
            [t('request.requester'), entry.requester],
            [t('request.project'), entry.project],
            [t('request.stage'), entry.stage],
            [
              t('request.cost'),
              cost && cost.currency !== '' ? money(cost.after, cost.currency, i18n.language) : undefined,
            ],
            [t('request.lease'), entry.leaseEnd && day(entry.leaseEnd, i18n.language)],
            [t('request.approval'), said.join('; ')],
            [
              t('request.placements'),
              entry.placements.map(({ cluster, state }) => `${cluster}: ${t(`request.placement.${state}`)}`).join('; '),
            ],
          ]}
        />
      </Section>
      <Undone undo={{ undone: [...entry.undone], left: [...entry.left] }} />
    </>
  );
}
