import type { LoggerService, SchedulerServiceTaskRunner } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { EntityProvider, EntityProviderConnection } from '@backstage/plugin-catalog-node';

interface Source {
  /** Everything that there is now. */
  read(): Promise<readonly Entity[]>;
  readonly runner: SchedulerServiceTaskRunner;
  readonly logger: Pick<LoggerService, 'warn'>;
}

/** Gives the catalogue what Berth has, again and again. While Berth does not answer, the catalogue keeps what it had. */
export class BerthProvider implements EntityProvider {
  readonly #name: string;
  readonly #source: Source;

  constructor(name: string, source: Source) {
    this.#name = name;
    this.#source = source;
  }

  getProviderName(): string {
    return this.#name;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#source.runner.run({ id: this.#name, fn: () => this.#refresh(connection) });
  }

  async #refresh(connection: EntityProviderConnection): Promise<void> {
    try {
      const entities = await this.#source.read();
      const deferred = entities.map((entity) => ({ entity, locationKey: this.#name }));
      await connection.applyMutation({ type: 'full', entities: deferred });
    } catch (error) {
      this.#source.logger.warn(`${this.#name} stays as it was: ${(error as Error).message}`);
    }
  }
}
