import type { AuthService } from '@backstage/backend-plugin-api';
import type { BerthApi } from 'backstage-plugin-berth-node';

/** What an action needs to call Berth as whoever started its task. */
export interface ActionDeps {
  readonly api: BerthApi;
  readonly auth: AuthService;
}
