import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { BerthApi } from 'backstage-plugin-berth-node';
import { createRequestAction } from './actions/create.ts';
import { createWaitAction } from './actions/wait.ts';

/** Adds `berth:request:create` and `berth:request:wait` to the scaffolder. */
export const scaffolderModuleBerth = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'berth',
  register(module) {
    module.registerInit({
      deps: { actions: scaffolderActionsExtensionPoint, auth: coreServices.auth, config: coreServices.rootConfig },
      async init({ actions, auth, config }) {
        const deps = { auth, api: BerthApi.fromConfig(config) };
        actions.addActions(createRequestAction(deps), createWaitAction(deps));
      },
    });
  },
});
