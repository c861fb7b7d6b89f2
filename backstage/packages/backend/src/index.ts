/*
 * A Backstage with Berth's modules and nothing that they do not need: what the tests run them in, and an example of what to add to
 * your own `packages/backend`.
 */
import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'));
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('backstage-plugin-berth-backend'));
backend.add(import('backstage-plugin-catalog-backend-module-berth'));
backend.add(import('backstage-plugin-scaffolder-backend-module-berth'));
await backend.start();
