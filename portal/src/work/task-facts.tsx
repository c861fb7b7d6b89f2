import { Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RequestStatus, Task } from '../../../src/domain/status.ts';
import { Ago, Time } from '../format.tsx';
import { Facts } from '../parts/facts.tsx';
import { SaidNext } from '../parts/said.tsx';

/** What whoever takes a task has to know of the request. */
export function TaskFacts({ status, task }: { status: RequestStatus; task: Task }) {
  const { t } = useTranslation();
  const { request, requester, waitingOn } = status;
  const due = (
    <>
      <Ago at={task.due} /> (<Time at={task.due} />)
    </>
  );
  return (
    <Paper withBorder p="md" radius="md">
      <Facts
        facts={[
          [t('work.facts.project'), request && `${request.project}: ${request.title}`],
          [t('work.facts.requester'), request?.requester ?? requester],
          [t('work.facts.startedBy'), request?.source.startedBy],
          [t('work.facts.lead'), request?.lead],
          [t('work.facts.costCentre'), request?.costCentre],
          [t('work.facts.reason'), request?.reason],
          [t('work.facts.due'), due],
          [t('work.facts.next'), waitingOn && <SaidNext next={waitingOn.next} />],
        ]}
      />
    </Paper>
  );
}
