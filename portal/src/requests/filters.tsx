import { Button, Group, NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { queueName } from '../../../src/domain/naming.ts';
import { PHASES } from '../../../src/domain/status.ts';
import { STEPS } from '../../../src/domain/steps.ts';
import { useMe } from '../me.ts';
import { type Filter, isNarrowed, readFilter } from './filter.ts';

interface Props {
  readonly filter: Filter;
  readonly onChange: (next: Filter) => void;
}

/** By what a list can be narrowed; native controls, which a phone and a keyboard know best. */
export function Filters({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const set = (change: Partial<Filter>) => onChange({ ...filter, ...change });
  return (
    <Stack component="search" gap="sm" align="flex-start" aria-label={t('requests.filters')}>
      <SegmentedControl
        aria-label={t('requests.whose')}
        value={filter.whose}
        onChange={(whose) => set({ whose })}
        data={(['mine', 'all'] as const).map((value) => ({ value, label: t(`requests.${value}`) }))}
      />
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label={t('requests.phase')}
          value={filter.phase}
          onChange={(event) => set({ phase: event.currentTarget.value })}
          data={[
            { value: '', label: t('requests.anyPhase') },
            { value: 'open', label: t('requests.open') },
            ...PHASES.map((value) => ({ value, label: t(`phase.${value}`) })),
          ]}
        />
        <NativeSelect
          label={t('requests.step')}
          value={filter.step}
          onChange={(event) => set({ step: event.currentTarget.value })}
          data={[
            { value: '', label: t('requests.anyStep') },
            ...STEPS.map((value) => ({ value, label: t(`step.${value}`) })),
          ]}
        />
        <WaitsFor filter={filter} onChange={onChange} />
        <TextInput
          label={t('requests.project')}
          placeholder={t('requests.projectHint')}
          value={filter.project}
          onChange={(event) => set({ project: event.currentTarget.value })}
          w={150}
        />
        <TextInput
          label={t('requests.reference')}
          placeholder={t('requests.referenceHint')}
          value={filter.reference}
          onChange={(event) => set({ reference: event.currentTarget.value })}
          w={190}
        />
        <Button
          variant="subtle"
          disabled={!isNarrowed(filter)}
          onClick={() => onChange({ ...readFilter(new URLSearchParams()), whose: filter.whose })}
        >
          {t('requests.clear')}
        </Button>
      </Group>
    </Stack>
  );
}

function WaitsFor({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <NativeSelect
      label={t('requests.waiting')}
      value={filter.waiting}
      onChange={(event) => onChange({ ...filter, waiting: event.currentTarget.value })}
      data={[
        { value: '', label: t('requests.anybody') },
        { value: 'me', label: t('requests.me') },
        ...(me?.queues ?? []).map((queue) => ({ value: queueName(queue), label: t(`who.${queue}`) })),
      ]}
    />
  );
}
