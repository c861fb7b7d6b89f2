import type { AuthService, HttpAuthService } from '@backstage/backend-plugin-api';
import { type BerthApi, BerthRefused, tokenOf } from 'backstage-plugin-berth-node';
import type { Request, Response } from 'express';
import Router from 'express-promise-router';

interface RouterDeps {
  readonly api: BerthApi;
  readonly auth: AuthService;
  readonly httpAuth: HttpAuthService;
}

/** What the page and the card read, and nothing else: each path here is the same one of Berth's API. */
const READ = ['/requests', '/requests/:reference', '/requests/:reference/timeline', '/tasks'];

/** Passes reads on to Berth, as whoever asks; what Berth refuses is refused in its words. */
export function createRouter({ api, auth, httpAuth }: RouterDeps) {
  const router = Router();
  router.get('/page', (_, response) => void response.json({ url: api.baseUrl }));
  router.get(READ, async (request: Request, response: Response) => {
    const credentials = await httpAuth.credentials(request, { allow: ['user'] });
    const token = await tokenOf(auth, credentials);
    try {
      response.json(await api.get(`/api${request.url}`, { token }));
    } catch (error) {
      if (!(error instanceof BerthRefused)) throw error;
      response.status(error.status).json({ error: { name: error.name, message: error.message } });
    }
  });
  return router;
}
