import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StageDemand } from '../../../src/domain/policy.ts';
import type { DecidedCase } from '../../../src/policy/who-decides.ts';
import { useRoleName } from '../parts/role-name.ts';
import { type DecidedGroup, groupCases } from './decision-groups.ts';

/** Who decides, stage by stage: a line for all sizes that have the same answer. */
export function Decisions({ cases }: { cases: readonly DecidedCase[] }) {
  const { t } = useTranslation();
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('catalogue.stage')}</Table.Th>
          <Table.Th>{t('catalogue.decides')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groupCases(cases).map((group) => (
          <Table.Tr key={`${group.stage} ${group.sizes[0]}`}>
            <Table.Th scope="row" style={{ verticalAlign: 'top' }}>
              {group.stage}
              <Text size="xs" c="dimmed">
                {group.every ? t('catalogue.everySize') : t('catalogue.sizesOf', { sizes: group.sizes.join(', ') })}
              </Text>
            </Table.Th>
            <Table.Td>
              <Deciding group={group} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Deciding({ group: { example } }: { group: DecidedGroup }) {
  const { t } = useTranslation();
  const { denials, autoApproval, stages } = example;
  if (denials.length > 0) {
    return <Text size="sm">{t('catalogue.denied', { reason: denials.map(({ reason }) => reason).join('; ') })}</Text>;
  }
  if (autoApproval) {
    return (
      <>
        <Text size="sm">{t('catalogue.automatic')}</Text>
        <Text size="xs" c="dimmed">
          {autoApproval.evidence.join('; ')}
        </Text>
      </>
    );
  }
  return stages.map((stage) => (
    <div key={stage.name}>
      <Text size="sm">
        <Quorum stage={stage} />
      </Text>
      <Text size="xs" c="dimmed">
        {stage.why}
      </Text>
    </div>
  ));
}

const MODES = { any: 'oneOf', 'n-of': 'some', all: 'allOf' } as const;

function Quorum({ stage: { mode, count = 1, of, about } }: { stage: StageDemand }) {
  const { t } = useTranslation();
  const who = of.map(useRoleName());
  const said = t(`catalogue.${MODES[mode]}`, { who: who.join(', '), count });
  return `${said}, ${t('catalogue.about', { about: about.join(', ') })}`;
}
