import { Fieldset, Select, SimpleGrid, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../src/domain/request.ts';
import { SIZES, STAGES } from '../../../src/domain/selection.ts';
import { wordsAt } from '../problems.ts';
import { type Chosen, itemName, NOTHING_CHOSEN, type TriageFields } from './triage-fields.ts';

interface Props {
  readonly fields: TriageFields;
  readonly problems: readonly Problem[];
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TriageFields>) => void;
}

type TextField = 'project' | 'title' | 'lead' | 'costCentre' | 'reason' | 'environment';

/** What a text input of this field is given. */
const textOf = (name: TextField, { fields, problems, disabled, onChange }: Props) => ({
  value: fields[name],
  disabled,
  error: wordsAt(problems, name),
  onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
});

export function ProjectFields(props: Props) {
  const { t } = useTranslation();
  const { fields, problems, disabled, onChange } = props;
  return (
    <>
      <TextInput
        label={t('work.triage.project')}
        description={t('work.triage.projectHint')}
        required
        {...textOf('project', props)}
      />
      <TextInput label={t('work.triage.name')} {...textOf('title', props)} />
      <TextInput
        label={t('work.triage.lead')}
        description={t('work.triage.leadHint')}
        type="email"
        required
        {...textOf('lead', props)}
      />
      <TextInput label={t('work.triage.costCentre')} required {...textOf('costCentre', props)} />
      <TagsInput
        label={t('work.triage.members')}
        description={t('work.triage.membersHint')}
        value={[...fields.members]}
        disabled={disabled}
        error={wordsAt(problems, 'members', true)}
        acceptValueOnBlur
        onChange={(members) => onChange({ members })}
      />
      <Textarea label={t('work.triage.reason')} autosize minRows={2} {...textOf('reason', props)} />
      <Resources {...props} />
    </>
  );
}

export function RemovalFields(props: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('work.triage.environment')}
        description={t('work.triage.environmentHint')}
        required
        {...textOf('environment', props)}
      />
      <Textarea label={t('work.triage.reason')} autosize minRows={2} {...textOf('reason', props)} />
    </>
  );
}

function Resources({ fields, problems, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const { chosen } = fields;
  const change = (part: Partial<Chosen>) => onChange({ chosen: { ...NOTHING_CHOSEN, ...chosen, ...part } });
  const errorAt = (name: string) => wordsAt(problems, `environments[0].${name}`, true);
  return (
    <Stack gap="sm">
      <Switch
        label={t('work.triage.chosen')}
        description={t('work.triage.chosenHint')}
        checked={chosen !== null}
        disabled={disabled}
        error={wordsAt(problems, 'environments') ?? wordsAt(problems, 'environments[0]')}
        onChange={(event) => onChange({ chosen: event.currentTarget.checked ? NOTHING_CHOSEN : null })}
      />
      {chosen && (
        <Fieldset disabled={disabled} p="sm">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={t('work.triage.stage')}
              data={STAGES}
              value={chosen.stage}
              error={errorAt('stage')}
              onChange={(stage) => change({ stage: stage ?? '' })}
            />
            <Select
              label={t('work.triage.size')}
              data={SIZES}
              value={chosen.size}
              error={errorAt('size')}
              onChange={(size) => change({ size: size ?? '' })}
            />
          </SimpleGrid>
          <TagsInput
            mt="sm"
            label={t('work.triage.regions')}
            description={t('work.triage.regionsHint')}
            value={[...chosen.regions]}
            error={errorAt('regions')}
            acceptValueOnBlur
            onChange={(regions) => change({ regions })}
          />
          {chosen.items.length > 0 && (
            <Text size="sm" mt="sm" {...(errorAt('items') ? { c: 'red' } : {})}>
              {t('work.triage.items', { names: chosen.items.map(itemName).join(', ') })} {errorAt('items')}
            </Text>
          )}
        </Fieldset>
      )}
    </Stack>
  );
}
