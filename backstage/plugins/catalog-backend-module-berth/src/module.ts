import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { BerthApi } from 'backstage-plugin-berth-node';
import { entitiesOf, type Project } from './projects.ts';
import { BerthProvider } from './provider.ts';
import { type Offer, templateOf } from './template.ts';

const EVERY_SECONDS = 60;
const TIMEOUT = { minutes: 2 };

/** Keeps what the catalogue has of Berth as it is in Berth: the template, and projects with their environments. */
export const catalogModuleBerth = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'berth',
  register(module) {
    module.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, config, logger, scheduler }) {
        const api = BerthApi.fromConfig(config);
        const owner = config.getOptionalString('berth.templateOwner') ?? 'group:default/platform';
        const seconds = config.getOptionalNumber('berth.refreshSeconds') ?? EVERY_SECONDS;
        const runner = () => scheduler.createScheduledTaskRunner({ frequency: { seconds }, timeout: TIMEOUT });
        const read = {
          templates: async () => [templateOf(await api.get<Offer>('/api/catalogue'), { page: api.baseUrl, owner })],
          projects: async () => {
            const { items } = await api.get<{ items: Project[] }>('/api/projects');
            return items.flatMap((project) => entitiesOf(project, api.baseUrl));
          },
        };
        catalog.addEntityProvider(
          new BerthProvider('berth-templates', { read: read.templates, runner: runner(), logger }),
          new BerthProvider('berth-projects', { read: read.projects, runner: runner(), logger }),
        );
      },
    });
  },
});
