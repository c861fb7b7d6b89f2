import type { FailureType } from '../domain/failures.ts';

/** Infrastructure that may not or cannot be made; `type` is of the closed list, the message is for people. */
export class InfrastructureError extends Error {
  readonly type: FailureType;

  constructor(type: FailureType, message: string) {
    super(message);
    this.name = 'InfrastructureError';
    this.type = type;
  }
}
