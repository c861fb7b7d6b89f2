import { absenceRoutes } from './absence-routes.ts';
import { actRoutes } from './act-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { codecRoutes } from './codec-routes.ts';
import { eventRoutes } from './events/routes.ts';
import { freezeRoutes } from './freeze-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { meRoutes } from './me-routes.ts';
import { operationsRoutes } from './operations-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { policyRoutes } from './policy-routes.ts';
import { previewRoutes } from './preview-routes.ts';
import { projectRoutes } from './project-routes.ts';
import type { Route } from './registry.ts';
import { requestPageRoutes } from './request-page-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { serviceTokenRoutes } from './service-token-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Every route of the API, in the order in which it is described. */
export const ROUTES: readonly Route[] = [
  ...meRoutes,
  ...requestRoutes,
  ...eventRoutes,
  ...requestPageRoutes,
  ...previewRoutes,
  ...policyRoutes,
  ...catalogueRoutes,
  ...projectRoutes,
  ...peopleRoutes,
  ...actRoutes,
  ...historyRoutes,
  ...incidentRoutes,
  ...freezeRoutes,
  ...absenceRoutes,
  ...operationsRoutes,
  ...auditRoutes,
  ...serviceTokenRoutes,
  ...webhookRoutes,
  ...codecRoutes,
];
