import { ClientError } from '../clients/client-error.ts';
import type { PolicyExplanation, WhatIf } from '../intake/explain-policy.ts';
import { policyExplanation } from './answers/approval.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem, wrong } from './problems.ts';
import { defineRoute } from './registry.ts';
import { policyQuestion } from './schemas.ts';

export const policyRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/policy',
    tag: 'Requests',
    summary: 'Why a request needs the approvals it needs, and what would change them',
    right: 'see',
    changesNothing: true,
    body: policyQuestion,
    answers: { 200: policyExplanation },
    refuses: { 409: 'The policy cannot be used.' },
    handle: async ({ deps, status, body }) => ({ body: await explain(deps, status, body.whatIf as WhatIf) }),
  }),
];

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
