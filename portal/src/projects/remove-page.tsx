import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { Problem as Wrong } from '../../../src/domain/request.ts';
import type { ShownPreview } from '../../../src/intake/preview.ts';
import type { Started } from '../../../src/intake/start.ts';
import { usePreview } from '../ask/data.ts';
import { Deciders } from '../ask/deciders.tsx';
import { money } from '../intl.ts';
import { useMe } from '../me.ts';
import { BerthWords } from '../parts/berth-words.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Mendings } from '../parts/mendings.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Section } from '../parts/section.tsx';
import { notAt, problemsOf, wordsAt } from '../problems.ts';
import { useSend } from '../sending.ts';
import { written } from '../written.ts';

/** Asks that an environment goes: what is lost is said before anything is sent. */
export function Component() {
  const { t } = useTranslation();
  const { project = '', environment = '' } = useParams();
  const me = useMe();
  const preview = usePreview({ kind: 'decommission', environment });
  return (
    <Page title={t('projects.remove.title', { environment })}>
      <Loaded query={preview}>
        {(data) =>
          data.loss || me?.mayAskForOthers ? (
            <Asking first={data} forOthers={me?.mayAskForOthers ?? false} {...{ project, environment }} />
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
  /** What comes of it when whoever looks asks for themselves. */
  readonly first: ShownPreview;
  /** They may ask for somebody else as well. */
  readonly forOthers: boolean;
}

function Asking({ project, environment, first, forOthers }: Props) {
  const { t } = useTranslation();
  const [fields, setFields] = useState(EMPTY);
  const sending = useAsking(project);
  const asked = { kind: 'decommission', environment, ...written({ onBehalfOf: fields.onBehalfOf }) };
  const { preview, isBehind } = useAsked(asked, first);
  const { problems } = preview;
  const refused = problemsOf(sending.error);
  const elsewhere = notAt([...problems, ...refused], isForWhom);
  return (
    <Stack gap="lg">
      {preview.loss && <Loss preview={preview} />}
      {elsewhere.length > 0 && <Mendings title={t('projects.remove.cannot')} problems={elsewhere} />}
      <Inputs
        {...{ environment, forOthers, fields }}
        problems={[...problems, ...refused]}
        onChange={(change) => setFields({ ...fields, ...change })}
      />
      {sending.error && refused.length === 0 && <Problem error={sending.error} />}
      <Group>
        <Button
          color="red"
          disabled={fields.typed.trim() !== environment || problems.length > 0 || isBehind}
          loading={sending.isPending || sending.isSuccess}
          onClick={() => sending.mutate({ ...asked, ...written({ reason: fields.reason }) })}
        >
          {t('projects.remove.send')}
        </Button>
        <Back project={project} />
      </Group>
    </Stack>
  );
}

/** What comes of it for whom it is asked; for whoever looks, that is known already. */
function useAsked(asked: { readonly kind: string; readonly onBehalfOf?: string }, first: ShownPreview) {
  const forOther = usePreview(asked.onBehalfOf === undefined ? null : asked);
  if (asked.onBehalfOf === undefined) return { preview: first, isBehind: false };
  return { preview: forOther.data ?? first, isBehind: forOther.isBehind };
}

const EMPTY = { onBehalfOf: '', reason: '', typed: '' };

interface InputsProps extends Pick<Props, 'environment' | 'forOthers'> {
  readonly fields: typeof EMPTY;
  readonly problems: readonly Wrong[];
  readonly onChange: (change: Partial<typeof EMPTY>) => void;
}

function Inputs({ environment, forOthers, fields, problems, onChange }: InputsProps) {
  const { t } = useTranslation();
  const textOf = (name: keyof typeof EMPTY) => ({
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      {forOthers && (
        <TextInput
          label={t('projects.remove.onBehalf')}
          description={t('projects.remove.onBehalfHint')}
          inputMode="email"
          autoComplete="off"
          error={wordsAt(problems, 'onBehalfOf')}
          {...textOf('onBehalfOf')}
        />
      )}
      <Textarea
        label={t('projects.remove.reason')}
        description={t('projects.remove.reasonHint')}
        autosize
        minRows={2}
        {...textOf('reason')}
      />
      <TextInput label={t('projects.remove.confirm', { environment })} autoComplete="off" {...textOf('typed')} />
    </>
  );
}

const isForWhom = (where: string): boolean => where === 'onBehalfOf';

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
          <BerthWords text={`${preview.loss}.`} />
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
