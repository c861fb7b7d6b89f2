import type { Hono } from 'hono';
import { referenceOf } from '../domain/reference.ts';
import { describeLoss } from '../domain/request.ts';
import type { Preview, ShownPreview } from '../intake/preview.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { requestInput } from './request-input.ts';
import { type Answer, route } from './route.ts';
import { newRequest, previewQuery } from './schemas.ts';

type NewRequest = ReturnType<typeof newRequest.parse>;

/** What a request would be, before it is asked for: the same body as `POST /api/requests`, and nothing is started. */
export function addPreviewRoutes(app: Hono, deps: ApiDeps): void {
  app.post(
    '/api/previews',
    route(deps, {
      right: 'intake:preview',
      body: newRequest,
      query: previewQuery,
      handle: ({ caller, body, query }) => preview(deps, caller, body, query.contents === 'true'),
    }),
  );
}

async function preview(deps: ApiDeps, caller: Caller, body: NewRequest, contents: boolean): Promise<Answer> {
  const input = await requestInput(deps, caller, body, undefined);
  return { body: shown(await deps.preview({ ...input, reference: referenceOf(input.source.key) }), contents) };
}

function shown({ request, change, ...rest }: Preview, contents: boolean): ShownPreview {
  const files = change?.files.map((file) => (contents ? file : { path: file.path })) ?? [];
  return {
    ...rest,
    ...(request ? { request: summary(request) } : {}),
    ...(request?.removes ? { loss: describeLoss(request.removes) } : {}),
    ...(change ? { change: { plan: change.plan, files } } : {}),
  };
}

const summary = ({ project, title, requester, lead, costCentre }: NonNullable<Preview['request']>) => ({
  project,
  title,
  requester,
  lead,
  costCentre,
});
