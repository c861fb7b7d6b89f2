import { Stack, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Offer } from '../../../src/domain/offer/offer.ts';
import type { ProjectSummary } from '../../../src/domain/projects/project-page.ts';
import type { Started } from '../../../src/intake/start.ts';
import { Problem } from '../parts/problem.tsx';
import { problemsOf } from '../problems.ts';
import { useSend } from '../sending.ts';
import classes from './ask.module.css';
import { usePreview } from './data.ts';
import { DraftNote } from './draft-note.tsx';
import { type AskBody, type AskFields, bodyOf } from './fields.ts';
import { useKeptFields } from './kept.ts';
import { Mends } from './mends.tsx';
import { Moves, Steps, StepTitle } from './moves.tsx';
import { Outcome } from './outcome.tsx';
import { Resources } from './resources.tsx';
import { type StepProps, WhatStep, WhoStep } from './step-fields.tsx';
import { ASK_STEPS, type AskStep, atFields, ofSteps } from './steps.ts';
import { Summary } from './summary.tsx';

interface Props {
  /** Of the draft: the form and the person. */
  readonly name: string;
  readonly forOthers: boolean;
  readonly begin: Partial<AskFields>;
  readonly offer: Offer;
  readonly projects: readonly ProjectSummary[];
}

/** The form in four steps, with what comes of it beside them. */
export function Ask({ name, forOthers, begin, offer, projects }: Props) {
  const kept = useKeptFields(name, begin);
  const { fields } = kept;
  const [step, setStep] = useState<AskStep>('what');
  const [seen, setSeen] = useState<ReadonlySet<AskStep>>(new Set());
  const body = bodyOf(fields);
  const nobody = forOthers && fields.onBehalfOf.trim() === '';
  const preview = usePreview(nobody ? null : body);
  const sending = useSending(kept.forget);
  const go = (to: AskStep) => {
    setSeen(new Set([...seen, ...ASK_STEPS.slice(0, ASK_STEPS.indexOf(to))]));
    setStep(to);
  };
  const all = atFields([...(preview.data?.problems ?? []), ...problemsOf(sending.error)]);
  const problems = ofSteps(all, seen);
  const shared = { fields, problems, onChange: kept.set };
  return (
    <Stack gap="lg">
      <DraftNote foundFrom={kept.foundFrom} onForget={kept.forget} />
      <Steps step={step} wrong={problems} onGo={go} />
      <div className={classes.form}>
        <Stack gap="lg">
          <StepTitle key={step} step={step} first={seen.size === 0} />
          {step === 'what' && <WhatStep {...shared} projects={projects} />}
          {step === 'who' && <WhoStep {...shared} costCentres={offer.costCentres} forOthers={forOthers} />}
          {step === 'resources' && <ResourcesStep {...shared} offer={offer} />}
          {step === 'send' && <Summary {...{ fields, offer }} preview={preview.data} onGo={go} />}
          {step === 'send' && <Mends problems={all} {...{ fields, offer }} />}
          {step === 'send' && sending.error && problemsOf(sending.error).length === 0 && (
            <Problem error={sending.error} />
          )}
        </Stack>
        <div className={classes.aside}>
          <Outcome preview={preview} later={fields.later} />
        </div>
        <Moves
          step={step}
          onGo={go}
          send={{
            disabled: all.length > 0 || nobody || preview.isBehind,
            loading: sending.isPending || sending.isSuccess,
            onClick: () => sending.mutate(body),
          }}
        />
      </div>
    </Stack>
  );
}

/** Resources may be chosen later, when the accounts are there. */
function ResourcesStep({ fields, problems, onChange, offer }: StepProps & { readonly offer: Offer }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Switch
        label={t('ask.later')}
        description={t('ask.laterHint')}
        checked={fields.later}
        onChange={(event) => onChange({ later: event.currentTarget.checked })}
      />
      {!fields.later && <Resources {...{ offer, fields, problems, onChange }} />}
    </Stack>
  );
}

/** Sends it once, forgets the draft, and goes to the request. */
function useSending(forget: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useSend<AskBody, Started>('/api/requests', async ({ reference }) => {
    forget();
    await client.invalidateQueries({ queryKey: ['requests'] });
    await navigate(`/requests/${reference}`);
  });
}
