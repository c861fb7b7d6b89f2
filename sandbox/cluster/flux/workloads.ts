import { fieldsOf, type KubeObject } from '../objects.ts';
import type { Store } from '../store.ts';

const KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'Cluster']);

/** What the workload controllers and nodes would do: everything is ready at once, unless a test holds it. */
export class Workloads {
  readonly #store: Store;
  readonly #held = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  hold(name: string): void {
    this.#held.add(name);
    this.settle();
  }

  release(name: string): void {
    this.#held.delete(name);
    this.settle();
  }

  /** Writes the status of every workload. */
  settle(): void {
    for (const object of this.#store.all()) {
      if (KINDS.has(object.kind)) this.#store.setStatus(object, this.#statusOf(object));
    }
  }

  isReady(object: KubeObject): boolean {
    return !KINDS.has(object.kind) || !this.#held.has(object.metadata.name);
  }

  #statusOf(object: KubeObject): unknown {
    const spec = fieldsOf(object, 'spec');
    const held = this.#held.has(object.metadata.name);
    if (object.kind === 'Cluster') {
      const instances = Number(spec['instances'] ?? 1);
      const status = held ? 'False' : 'True';
      return { instances, readyInstances: held ? 0 : instances, conditions: [{ type: 'Ready', status }] };
    }
    const replicas = Number(spec['replicas'] ?? 1);
    const ready = held ? 0 : replicas;
    return {
      observedGeneration: object.metadata.generation,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: ready,
      availableReplicas: ready,
    };
  }
}
