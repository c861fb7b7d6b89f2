export { environment } from './environment.ts';
export { mailbox } from './mailbox.ts';
export { repository } from './repository.ts';
export { requestLifecycle } from './request-lifecycle.ts';
