import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Cost } from '../../../src/domain/change.ts';
import type { SelectedItem } from '../../../src/domain/selection.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { day, money } from '../intl.ts';
import { Facts } from '../parts/facts.tsx';
import { Section } from '../parts/section.tsx';

/** What was asked for: where, how large, with what, for how much and how long. */
export function Chosen({ status: { request, plan, task } }: { status: RequestStatus }) {
  const { t, i18n } = useTranslation();
  if (!request) return null;
  const { selection, removes, members } = request;
  return (
    <Section title={t(removes ? 'request.removal' : 'request.chosen')}>
      {removes && (
        <Text size="sm" c="red" fw={600}>
          {t(removes.data.length === 0 ? 'request.goes' : 'request.goesWithData', {
            environment: removes.environment,
            data: removes.data.join(', '),
          })}
        </Text>
      )}
      <Facts
        facts={[
          [t('request.project'), request.project],
          [t('request.environment'), plan?.environment],
          [t('request.stage'), selection ? selection.stage : t('request.toBeChosen')],
          [t('request.size'), selection?.size],
          [t('request.regions'), selection?.regions.join(', ')],
          [t('request.items'), selection && selection.items.length > 0 ? <Items items={selection.items} /> : undefined],
          [t('request.cost'), plan && <Costs cost={plan.cost} />],
          [
            t('request.lease'),
            plan && !removes ? (plan.leaseEnd ? day(plan.leaseEnd, i18n.language) : t('request.noLease')) : undefined,
          ],
          [t('request.costCentre'), request.costCentre],
          [t('request.lead'), request.leadId],
          [t('request.members'), members.join(', ')],
          [t('request.reason'), request.reason],
          [t('request.task'), task && t(`work.kind.${task.id}`)],
        ]}
      />
    </Section>
  );
}

function Items({ items }: { items: readonly SelectedItem[] }) {
  return (
    <List size="sm" listStyleType="none">
      {items.map(({ item, parameters }) => (
        <List.Item key={`${item} ${JSON.stringify(parameters)}`}>
          {item}
          <Text span size="sm" c="dimmed">
            {Object.entries(parameters).map(
              ([name, value]) => ` · ${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
            )}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

function Costs({ cost: { currency, after, before } }: { cost: Cost }) {
  const { t, i18n } = useTranslation();
  if (currency === '') return null;
  const amount = (value: number) => money(value, currency, i18n.language);
  return (
    <>
      {t('request.aMonth', { amount: amount(after) })}
      {before !== 0 && (
        <Text span size="sm" c="dimmed">
          {' '}
          {t('request.before', { amount: amount(before) })}
        </Text>
      )}
    </>
  );
}
