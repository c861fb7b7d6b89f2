import type { Hono } from 'hono';
import { ClientError } from '../clients/client-error.ts';
import type { PolicyExplanation, WhatIf } from '../intake/explain-policy.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { route, wrong } from './route.ts';
import { policyQuestion } from './schemas.ts';

/** Why a request needs the approvals it needs: for whoever may see it. Nothing is changed. */
export function addPolicyRoutes(app: Hono, deps: ApiDeps): void {
  app.post(
    '/api/requests/:reference/policy',
    route(deps, {
      right: 'see',
      body: policyQuestion,
      handle: async ({ status, body }) => ({ body: await explain(deps, status, body.whatIf as WhatIf) }),
    }),
  );
}

async function explain(
  deps: ApiDeps,
  status: Parameters<ApiDeps['explainPolicy']>[0],
  whatIf: WhatIf,
): Promise<PolicyExplanation> {
  try {
    return await deps.explainPolicy(status, whatIf);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (error.type === 'InvalidRequest') throw wrong('whatIf', `${error.message}.`, 'See berth policy explain --help.');
    // A policy that cannot be used is what was asked about.
    if (error.type === 'Configuration') throw new ApiProblem(409, error.message, { cause: error });
    throw error;
  }
}
