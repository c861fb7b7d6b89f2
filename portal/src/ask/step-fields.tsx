import { Autocomplete, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProjectSummary } from '../../../src/domain/projects/project-page.ts';
import type { Problem } from '../../../src/domain/request.ts';
import { wordsAt } from '../problems.ts';
import type { AskFields } from './fields.ts';

export interface StepProps {
  readonly fields: AskFields;
  readonly problems: readonly Problem[];
  readonly onChange: (change: Partial<AskFields>) => void;
}

type TextField = 'title' | 'reason' | 'lead' | 'onBehalfOf';

/** What a text input of this field is given. */
const textOf = (name: TextField, { fields, problems, onChange }: StepProps) => ({
  value: fields[name],
  error: wordsAt(problems, name),
  onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
});

/** What it is called, and why. */
export function WhatStep(props: StepProps & { readonly projects: readonly ProjectSummary[] }) {
  const { t } = useTranslation();
  const { fields, problems, projects, onChange } = props;
  const known = projects.find(({ name }) => name === fields.project.trim());
  const pick = (project: string) => {
    const found = projects.find(({ name }) => name === project);
    const { title, costCentre, leads } = found ?? {};
    onChange({
      project,
      ...(found ? { title: title ?? '', costCentre: costCentre ?? '', lead: leads?.[0] ?? '' } : {}),
    });
  };
  return (
    <Stack>
      <Autocomplete
        label={t('ask.project')}
        description={t('ask.projectHint', { example: `${fields.project.trim() || 'payments'}-${fields.stage}` })}
        required
        value={fields.project}
        error={wordsAt(problems, 'project')}
        data={projects.map(({ name }) => name)}
        onChange={pick}
      />
      {known && <Text size="sm">{t('ask.projectExists')}</Text>}
      <TextInput label={t('ask.name')} description={t('ask.nameHint')} {...textOf('title', props)} />
      <Textarea
        label={t('ask.reason')}
        description={t('ask.reasonHint')}
        autosize
        minRows={2}
        maxRows={8}
        {...textOf('reason', props)}
      />
    </Stack>
  );
}

/** Who leads it, who pays, who works in it. */
export function WhoStep(props: StepProps & { readonly costCentres: readonly string[]; readonly forOthers: boolean }) {
  const { t } = useTranslation();
  const { fields, problems, costCentres, forOthers, onChange } = props;
  return (
    <Stack>
      {forOthers && (
        <TextInput
          label={t('ask.onBehalf.label')}
          description={t('ask.onBehalf.hint')}
          required
          inputMode="email"
          {...textOf('onBehalfOf', props)}
        />
      )}
      <TextInput
        label={t('ask.lead')}
        description={t('ask.leadHint')}
        required
        inputMode="email"
        {...textOf('lead', props)}
      />
      <Autocomplete
        label={t('ask.costCentre')}
        description={t('ask.costCentreHint')}
        required
        value={fields.costCentre}
        error={wordsAt(problems, 'costCentre')}
        data={[...costCentres]}
        onChange={(costCentre) => onChange({ costCentre })}
      />
      <TagsInput
        label={t('ask.members')}
        description={t('ask.membersHint')}
        value={[...fields.members]}
        error={wordsAt(problems, 'members', true)}
        acceptValueOnBlur
        splitChars={[',', ' ', ';']}
        onChange={(members) => onChange({ members })}
      />
    </Stack>
  );
}
