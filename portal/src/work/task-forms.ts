import type { ComponentType } from 'react';
import type { RequestStatus, Task } from '../../../src/domain/status.ts';
import { Accounts } from './accounts.tsx';
import { Manual } from './manual.tsx';
import { Repair } from './repair.tsx';
import { SelectionLink } from './selection-link.tsx';
import { Triage } from './triage.tsx';

/** What every form of a task is given. */
export interface TaskFormProps {
  readonly status: RequestStatus;
  readonly task: Task;
  /** Whether whoever looks may complete it now. */
  readonly mayAct: boolean;
  /** It was sent; what comes of it is not known yet. */
  readonly pending: boolean;
  readonly onSent: () => void;
}

/** Where each kind of task is done. */
export const FORMS: Readonly<Record<Task['id'], ComponentType<TaskFormProps>>> = {
  triage: Triage,
  accounts: Accounts,
  selection: SelectionLink,
  repair: Repair,
  manual: Manual,
};
