import type { RequestStatus, Task } from '../../../src/domain/status.ts';

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
