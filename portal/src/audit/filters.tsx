import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeInput, timeOf } from '../parts/time-input.tsx';
import { type AuditFilter, KINDS } from './record.ts';

interface Props {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

/** What of the record is shown. */
export function Filters({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const [times, setTimes] = useState({ since: '', until: '' });
  const text = (name: 'reference' | 'by') => ({
    label: t(`audit.${name}`),
    value: filter[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...filter, [name]: event.currentTarget.value }),
  });
  const time = (name: 'since' | 'until') => ({
    label: t(`audit.${name}`),
    value: times[name],
    onChange: (entered: string) => {
      setTimes({ ...times, [name]: entered });
      onChange({ ...filter, [name]: timeOf(entered) });
    },
  });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }}>
      <TextInput {...text('reference')} placeholder="BR-…" autoComplete="off" />
      <TextInput {...text('by')} autoComplete="off" />
      <Select
        label={t('audit.kind')}
        data={[
          { value: '', label: t('audit.every') },
          ...KINDS.map((kind) => ({ value: kind, label: t(`audit.kinds.${kind}`) })),
        ]}
        value={filter.kind}
        allowDeselect={false}
        onChange={(kind) => onChange({ ...filter, kind: kind ?? '' })}
      />
      <TimeInput {...time('since')} />
      <TimeInput {...time('until')} />
    </SimpleGrid>
  );
}
