import { fileURLToPath } from 'node:url';

const inWorkflows = (file: string) => fileURLToPath(new URL(`./workflows/${file}`, import.meta.url));
const workflowsPath = inWorkflows('index.ts');

/** What every workflow runs with, also those of tests: modules of interceptors. */
export const WORKFLOW_INTERCEPTORS = [inWorkflows('ahead.ts')];

/** Berth's workflows, for a worker that bundles them itself. */
export const WORKFLOW_CODE = { workflowsPath, interceptors: { workflowModules: WORKFLOW_INTERCEPTORS } };

/** The same for Temporal's bundler. */
export const WORKFLOW_BUNDLE = { workflowsPath, workflowInterceptorModules: WORKFLOW_INTERCEPTORS };
