import type { SandboxPerson } from '../people.ts';
import { APP, type Store } from './store.ts';

/** What everything that somebody does says of them, of the workspace and of the app. */
export const sentBy = (store: Store, user: SandboxPerson) => ({
  user: { id: user.slack, username: user.id, name: user.id, team_id: APP.team },
  api_app_id: APP.app,
  token: 'sandbox-verification',
  trigger_id: store.addTrigger(user.slack),
  team: { id: APP.team, domain: 'sandbox' },
  enterprise: null,
  is_enterprise_install: false,
});
