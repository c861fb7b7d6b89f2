import { Button, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { ShownPreview } from '../../../src/intake/preview.ts';
import { Facts } from '../parts/facts.tsx';
import type { AskFields } from './fields.ts';
import type { AskStep } from './steps.ts';

interface Props {
  readonly fields: AskFields;
  readonly offer: Offer;
  readonly preview: ShownPreview | undefined;
  readonly onGo: (step: AskStep) => void;
}

/** Everything that was typed, each part with a way back to it, and what the pull request will hold. */
export function Summary({ fields, offer, preview, onGo }: Props) {
  const { t } = useTranslation();
  const { project, title, reason, onBehalfOf, lead, costCentre, members, later } = fields;
  const people = [
    [t('ask.summary.for'), onBehalfOf],
    [t('ask.lead'), lead],
    [t('ask.costCentre'), costCentre],
    [t('ask.members'), members.join(', ') || t('ask.summary.nobody')],
  ] as const;
  const what = [
    [t('ask.project'), project],
    [t('ask.name'), title],
    [t('ask.reason'), reason],
  ] as const;
  return (
    <Stack gap="lg">
      <Part step="what" onGo={onGo}>
        <Facts facts={what} />
      </Part>
      <Part step="who" onGo={onGo}>
        <Facts facts={people} />
      </Part>
      <Part step="resources" onGo={onGo}>
        {later ? <Text size="sm">{t('ask.later')}</Text> : <Facts facts={useChosenFacts(fields, offer)} />}
      </Part>
      {preview?.change && <Files files={preview.change.files.map(({ path }) => path)} />}
    </Stack>
  );
}

function useChosenFacts({ stage, regions, size, items }: AskFields, offer: Offer) {
  const { t } = useTranslation();
  const titleOf = (name: string) => offer.items.find((item) => item.name === name)?.title ?? name;
  const named = items.map(({ item, parameters }) => {
    const { name } = parameters;
    return typeof name === 'string' ? `${titleOf(item)} (${name})` : titleOf(item);
  });
  return [
    [t('ask.stage'), stage],
    [t('ask.regions'), regions.join(', ')],
    [t('ask.size'), size],
    [t('ask.items'), named.join(', ') || t('ask.noItems')],
  ] as const;
}

function Part({ step, onGo, children }: { step: AskStep; onGo: (step: AskStep) => void; children: React.ReactNode }) {
  const { t } = useTranslation();
  const name = t(`ask.step.${step}`);
  return (
    <Stack gap={4} component="section" aria-label={name}>
      <Group justify="space-between">
        <Title order={3} size="h5">
          {name}
        </Title>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t('ask.summary.changeStep', { step: name })}
          onClick={() => onGo(step)}
        >
          {t('ask.summary.change')}
        </Button>
      </Group>
      {children}
    </Stack>
  );
}

function Files({ files }: { files: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <details>
      <Text component="summary" size="sm">
        {t('ask.summary.files')} ({t('ask.summary.filesCount', { count: files.length })})
      </Text>
      <List size="sm" mt="xs">
        {files.map((path) => (
          <List.Item key={path}>
            <Code>{path}</Code>
          </List.Item>
        ))}
      </List>
    </details>
  );
}
