import { Group, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow as FlowAnswer } from '../../../src/domain/flow.ts';
import { get } from '../api.ts';
import { month, number } from '../intl.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Section } from '../parts/section.tsx';
import { WideTable } from '../parts/wide-table.tsx';
import { span } from '../span.ts';

const CHOICES = [1, 3, 6, 12] as const;

/** How many requests were closed, how they ended, and what took how long. */
export function Flow() {
  const { t } = useTranslation();
  const [months, setMonths] = useState('3');
  const flow = useQuery({
    queryKey: ['operations', 'flow', months],
    queryFn: ({ signal }) => get<FlowAnswer>(`/api/operations/flow?months=${months}`, signal),
    staleTime: 60_000,
  });
  return (
    <Stack gap="md">
      <Group>
        <Select
          label={t('operations.flow.months')}
          data={CHOICES.map((count) => ({ value: `${count}`, label: t('operations.flow.lastMonths', { count }) }))}
          value={months}
          allowDeselect={false}
          onChange={(chosen) => setMonths(chosen ?? '3')}
        />
      </Group>
      <Loaded query={flow} lines={6}>
        {(answer) => (answer.of === 0 ? <Text>{t('operations.flow.nothing')}</Text> : <Told flow={answer} />)}
      </Loaded>
    </Stack>
  );
}

function Told({ flow }: { flow: FlowAnswer }) {
  const { t, i18n } = useTranslation();
  const { months, outcomes, leadTime, read, of } = flow;
  const share = (count: number) => number(count / read, i18n.language, { style: 'percent' });
  return (
    <>
      <Section title={t('operations.flow.closed')}>
        <Numbers
          head={[t('operations.flow.month'), t('operations.flow.number')]}
          rows={months.map((one) => [month(one.month, i18n.language), number(one.closed, i18n.language)])}
        />
      </Section>
      {read < of && <Text size="sm">{t('operations.flow.sample', { read, of })}</Text>}
      <Section title={t('operations.flow.outcomes')}>
        <Numbers
          head={[t('operations.flow.outcome'), t('operations.flow.number'), t('operations.flow.share')]}
          rows={outcomes.map(({ outcome, count }) => [
            t(`phase.${outcome}`),
            number(count, i18n.language),
            share(count),
          ])}
        />
      </Section>
      <Section title={t('operations.flow.lead')}>
        <Text>
          {leadTime
            ? t('operations.flow.leadText', {
                count: leadTime.count,
                median: span(leadTime.medianMs, i18n.language),
                nineTenths: span(leadTime.nineTenthsMs, i18n.language),
              })
            : t('operations.flow.noLead')}
        </Text>
      </Section>
      <StepTimes flow={flow} />
    </>
  );
}

function StepTimes({ flow: { steps } }: { flow: FlowAnswer }) {
  const { t, i18n } = useTranslation();
  const time = (ms: number) => span(ms, i18n.language);
  return (
    <Section title={t('operations.flow.steps')}>
      <Text size="sm" c="dimmed">
        {t('operations.flow.stepsText')}
      </Text>
      <Numbers
        head={[
          t('operations.flow.step'),
          t('operations.flow.count'),
          t('operations.flow.median'),
          t('operations.flow.nineTenths'),
        ]}
        rows={steps.map(({ step, count, medianMs, nineTenthsMs }) => [
          t(`step.${step}`),
          number(count, i18n.language),
          time(medianMs),
          time(nineTenthsMs),
        ])}
      />
    </Section>
  );
}

/** A table of a name and what is counted or measured of it. */
function Numbers({ head, rows }: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  return (
    <WideTable minWidth={95 * head.length}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {head.map((name, at) => (
              <Table.Th key={name} ta={at === 0 ? 'left' : 'right'}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, ...values], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never change places
            <Table.Tr key={row}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              {values.map((value, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor do columns
                <Table.Td key={at} ta="right">
                  {value}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
