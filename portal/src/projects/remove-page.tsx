import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { ShownPreview } from '../../../src/intake/preview.ts';
import type { Started } from '../../../src/intake/start.ts';
import { usePreview } from '../ask/data.ts';
import { Deciders } from '../ask/deciders.tsx';
import { money } from '../format.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Mendings } from '../parts/mendings.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { problemsOf } from '../problems.ts';
import { useSend } from '../sending.ts';

/** Asks that an environment goes: what is lost is said before anything is sent. */
export function Component() {
  const { t } = useTranslation();
  const { project = '', environment = '' } = useParams();
  const preview = usePreview({ kind: 'decommission', environment });
  return (
    <Page title={t('projects.remove.title', { environment })}>
      <Loaded query={preview}>
        {(data) =>
          data.loss ? (
            <Asking preview={data} {...{ project, environment }} />
          ) : (
            <Stack>
              <Mendings title={t('projects.remove.cannot')} problems={data.problems} />
              <Group>
                <Back project={project} />
              </Group>
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

interface Props {
  readonly project: string;
  readonly environment: string;
  readonly preview: ShownPreview;
}

function Asking({ project, environment, preview }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const sending = useAsking(project);
  const wrong = problemsOf(sending.error);
  const body = { kind: 'decommission', environment, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
  return (
    <Stack gap="lg">
      <Loss preview={preview} />
      {preview.problems.length > 0 && <Mendings title={t('projects.remove.cannot')} problems={preview.problems} />}
      <Textarea
        label={t('projects.remove.reason')}
        description={t('projects.remove.reasonHint')}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        label={t('projects.remove.confirm', { environment })}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {sending.error &&
        (wrong.length > 0 ? (
          <Mendings title={t('projects.remove.cannot')} problems={wrong} />
        ) : (
          <Problem error={sending.error} />
        ))}
      <Group>
        <Button
          color="red"
          disabled={typed.trim() !== environment || preview.problems.length > 0}
          loading={sending.isPending || sending.isSuccess}
          onClick={() => sending.mutate(body)}
        >
          {t('projects.remove.send')}
        </Button>
        <Back project={project} />
      </Group>
    </Stack>
  );
}

function Back({ project }: { project: string }) {
  const { t } = useTranslation();
  return (
    <Button component={Link} to={`/projects/${project}`} variant="default">
      {t('projects.remove.back')}
    </Button>
  );
}

function Loss({ preview }: { preview: ShownPreview }) {
  const { t, i18n } = useTranslation();
  const cost = preview.change?.plan.cost;
  return (
    <>
      <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('projects.remove.loss')}>
        <Text size="sm" fw={600}>
          {preview.loss}.
        </Text>
        <Text size="sm">{t('projects.remove.order')}</Text>
        {cost && (
          <Text size="sm">
            {t('projects.remove.saves', { price: money(cost.before, cost.currency, i18n.language) })}
          </Text>
        )}
      </Alert>
      <Section title={t('projects.remove.decides')}>
        <Deciders preview={preview} />
      </Section>
    </>
  );
}

/** Sends it once, and goes to the request. */
function useAsking(project: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useSend<object, Started>('/api/requests', async ({ reference }) => {
    await client.invalidateQueries({ queryKey: ['projects', project] });
    await navigate(`/requests/${reference}`);
  });
}
