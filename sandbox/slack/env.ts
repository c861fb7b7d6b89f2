import type { HttpBindings } from '@hono/node-server';

/** What Hono's handlers are given: Node's own request and response. */
export interface Env {
  Bindings: HttpBindings;
}
