export { auditKeeper } from './audit-keeper.ts';
export { environment } from './environment.ts';
export { freeze } from './freeze.ts';
export { mailbox } from './mailbox.ts';
export { permits } from './permits.ts';
export { repository } from './repository.ts';
export { requestLifecycle } from './request-lifecycle.ts';
export { reservations } from './reservations/reservations.ts';
