import { Button, Group, Stack, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkPlanItself } from '../../../src/domain/account-plan.ts';
import type { AccountPlan } from '../../../src/domain/accounts.ts';
import type { Problem as Wrong } from '../../../src/domain/request.ts';
import type { RequestStatus } from '../../../src/domain/status.ts';
import { useDraft } from '../draft.ts';
import { Mendings } from '../parts/mendings.tsx';
import { Problem } from '../parts/problem.tsx';
import { inside, notAt, problemsOf } from '../problems.ts';
import { useSend } from '../sending.ts';
import { type AccountRow, changeRow, planOf, rolesBefore, rowsOf, withNewRow, withoutRow } from './account-rows.ts';
import { PersonCard } from './person-card.tsx';
import type { TaskFormProps } from './task-form.ts';
import { WillMake } from './will-make.tsx';
import classes from './work.module.css';

/** Support looks at who gets accounts and groups, mends it, and confirms. */
export function Accounts({ status, task, mayAct, pending, onSent }: TaskFormProps) {
  if (!task.plan) return null;
  return (
    <PlanForm
      {...{ status, mayAct, pending, onSent }}
      plan={task.plan}
      found={task.problems ?? []}
      act="complete"
      bodyOf={(plan) => ({ task: 'accounts', ...(plan ? { plan } : {}) })}
    />
  );
}

interface PlanFormProps extends Pick<TaskFormProps, 'status' | 'mayAct' | 'pending' | 'onSent'> {
  readonly plan: AccountPlan;
  /** What was wrong with it the last time. */
  readonly found: readonly Wrong[];
  /** Where it is sent to. */
  readonly act: 'complete' | 'repair';
  /** What is sent; without a plan when nothing of it was changed. */
  readonly bodyOf: (changed: AccountPlan | undefined) => object;
}

/** A plan of accounts as a form, with what it makes below. */
export function PlanForm({ status, plan, found, mayAct, pending, act, bodyOf, onSent }: PlanFormProps) {
  const { t } = useTranslation();
  const { reference } = status;
  const [rows, setRows, forget] = useDraft<readonly AccountRow[]>(`${reference}.accounts`, rowsOf(plan));
  const [own, setOwn] = useState<readonly Wrong[]>([]);
  const send = useSend<object>(`/api/requests/${reference}/${act}`, () => {
    forget();
    onSent();
  });
  const edited = planOf(rows, plan);
  const isAsProposed = JSON.stringify(edited) === JSON.stringify(plan);
  const problems = firstOf(own, inside('plan', problemsOf(send.error)), found);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = whatIsWrong(status, edited);
    setOwn(wrong);
    if (wrong.length === 0) send.mutate(bodyOf(isAsProposed ? undefined : edited));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Wrongs problems={problems} isOwn={own.length > 0} />
        <Title order={2} size="h4">
          {t('work.accounts.people')}
        </Title>
        <People {...{ plan, rows, problems, mayAct }} onChange={setRows} />
        {mayAct && !isAsProposed && (
          <Group>
            <Button variant="subtle" onClick={() => setRows(rowsOf(plan))}>
              {t('work.accounts.reset')}
            </Button>
          </Group>
        )}
        <WillMake plan={edited} />
        {send.error && problemsOf(send.error).length === 0 && <Problem error={send.error} />}
        {(mayAct || pending) && (
          <Button type="submit" loading={send.isPending || pending} style={{ alignSelf: 'flex-start' }}>
            {t(isAsProposed ? 'work.accounts.confirmPlan' : 'work.accounts.confirm')}
          </Button>
        )}
      </Stack>
    </form>
  );
}

/** Of what is wrong, that which stands beside no person. */
function Wrongs({ problems, isOwn }: { problems: readonly Wrong[]; isOwn: boolean }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  const elsewhere = notAt(problems, (where) => /^people\[\d+\]/.test(where));
  return <Mendings title={t(isOwn ? 'work.problems' : 'work.cameBack')} problems={elsewhere} />;
}

interface PeopleProps extends Pick<PlanFormProps, 'plan' | 'mayAct'> {
  readonly rows: readonly AccountRow[];
  readonly problems: readonly Wrong[];
  readonly onChange: (rows: readonly AccountRow[]) => void;
}

function People({ plan, rows, problems, mayAct, onChange }: PeopleProps) {
  const { t } = useTranslation();
  return (
    <>
      <ul className={classes['list']}>
        {rows.map((row, at) => (
          <PersonCard
            key={row.key}
            row={row}
            at={at}
            before={rolesBefore(plan, row.id)}
            problems={problems}
            disabled={!mayAct}
            onChange={(change) => onChange(changeRow(rows, at, change))}
            onRemove={() => onChange(withoutRow(rows, at))}
          />
        ))}
      </ul>
      {mayAct && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange(withNewRow(rows))}
        >
          {t('work.accounts.add')}
        </Button>
      )}
    </>
  );
}

const firstOf = (...lists: readonly (readonly Wrong[])[]): readonly Wrong[] =>
  lists.find((list) => list.length > 0) ?? [];

/** What is seen without asking the directory. */
const whatIsWrong = ({ request }: RequestStatus, plan: AccountPlan): Wrong[] =>
  request ? checkPlanItself(request, plan) : [];
