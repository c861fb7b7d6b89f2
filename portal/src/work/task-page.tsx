import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { RequestStatus, Task } from '../../../src/domain/status.ts';
import { useMe } from '../me.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { isKept } from '../request/data.ts';
import { Claim } from './claim.tsx';
import { useStanding } from './standing.ts';
import { TaskFacts } from './task-facts.tsx';
import { FORMS } from './task-forms.ts';

/** What is asked of a person about one request, and all that it takes to do it. */
export function Component() {
  const { t } = useTranslation();
  const { reference = '' } = useParams();
  const [sent, setSent] = useState<Task | null>(null);
  const query = useStanding(reference, sent !== null);
  const status = query.data && !isKept(query.data) ? query.data : undefined;
  const task = status?.task;
  return (
    <Page
      title={task ? `${t(`work.kind.${task.id}`)}: ${status?.request?.project ?? reference}` : t('work.task')}
      actions={
        <Anchor component={Link} to={`/requests/${reference}`} size="sm">
          {t('work.toRequest', { reference })}
        </Anchor>
      }
    >
      <Loaded query={query}>
        {(answer) =>
          isKept(answer) ? <Gone reference={reference} /> : <Asked status={answer} sent={sent} onSent={setSent} />
        }
      </Loaded>
    </Page>
  );
}

/** It was closed so long ago that only the ledger has it. */
function Gone({ reference }: { reference: string }) {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={`/requests/${reference}`}>
      {t('work.over')}
    </Anchor>
  );
}

interface AskedProps {
  readonly status: RequestStatus;
  /** The task that was completed a moment ago. */
  readonly sent: Task | null;
  readonly onSent: (task: Task) => void;
}

function Asked({ status, sent, onSent }: AskedProps) {
  const me = useMe();
  const { task } = status;
  if (!task || (sent && sent.id !== task.id)) return <Over status={status} done={sent !== null} />;
  const mayAct = task.queue === 'requester' ? isRequester(status, me) : (me?.queues.includes(task.queue) ?? false);
  const Form = FORMS[task.id];
  const pending = sent?.since === task.since;
  return (
    <>
      <TaskFacts status={status} task={task} />
      <Claim status={status} task={task} mayAct={mayAct} />
      <Form
        key={`${status.reference}.${task.id}.${task.since}`}
        status={status}
        task={task}
        mayAct={mayAct && !pending}
        pending={pending}
        onSent={() => onSent(task)}
      />
    </>
  );
}

const isRequester = ({ requester, request }: RequestStatus, me: ReturnType<typeof useMe>): boolean =>
  me !== undefined && (request?.requesterId === me.id || requester === me.mail);

function Over({ status, done }: { status: RequestStatus; done: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const step = t(`step.${status.step}`);
  return (
    <Alert
      color={done ? 'green' : 'blue'}
      icon={<IconCircleCheck aria-hidden />}
      title={t(done ? 'work.done' : 'work.over')}
      role="status"
    >
      <Text size="sm" mb="sm">
        {done ? t('work.doneText', { step }) : t('work.overText', { step, phase: t(`phase.${status.phase}`) })}
      </Text>
      <Group>
        <Button
          component={Link}
          to="/work"
          variant="default"
          size="xs"
          autoFocus={done}
          onClick={() => void client.invalidateQueries({ queryKey: ['work'] })}
        >
          {t('work.back')}
        </Button>
      </Group>
    </Alert>
  );
}
