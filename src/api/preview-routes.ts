import { referenceOf } from '../domain/reference.ts';
import { describeLoss } from '../domain/request.ts';
import type { Preview, ShownPreview } from '../intake/preview.ts';
import { preview } from './answers/preview.ts';
import { defineRoute } from './registry.ts';
import { requestInput } from './request-input.ts';
import { newRequest, previewQuery } from './schemas.ts';

export const previewRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/previews',
    tag: 'Requests',
    summary:
      'What a request would be, make and cost, and who would decide: takes what asking takes, and starts nothing',
    right: 'intake:preview',
    changesNothing: true,
    body: newRequest,
    query: previewQuery,
    answers: { 200: preview },
    handle: async ({ deps, caller, body, query }) => {
      const input = await requestInput(deps, caller, body, undefined);
      const found = await deps.preview({ ...input, reference: referenceOf(input.source.key) });
      return { body: shown(found, query.contents === 'true') };
    },
  }),
];

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
