import type { ComponentType } from 'react';
import type { Task } from '../../../src/domain/status.ts';
import { Accounts } from './accounts.tsx';
import { Manual } from './manual.tsx';
import { Repair } from './repair.tsx';
import { SelectionLink } from './selection-link.tsx';
import type { TaskFormProps } from './task-form.ts';
import { Triage } from './triage.tsx';

/** Where each kind of task is done. */
export const FORMS: Readonly<Record<Task['id'], ComponentType<TaskFormProps>>> = {
  triage: Triage,
  accounts: Accounts,
  selection: SelectionLink,
  repair: Repair,
  manual: Manual,
};
