import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { BerthApi } from 'backstage-plugin-berth-node';
import { createRouter } from './router.ts';

/** Serves `/api/berth` of Backstage: Berth, read as whoever is signed in. */
export const berthPlugin = createBackendPlugin({
  pluginId: 'berth',
  register(plugin) {
    plugin.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
      },
      async init({ auth, config, http, httpAuth }) {
        http.use(createRouter({ api: BerthApi.fromConfig(config), auth, httpAuth }));
      },
    });
  },
});
