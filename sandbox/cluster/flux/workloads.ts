import { fieldsOf, type KubeObject } from '../objects.ts';
import type { Store } from '../store.ts';

const BUILT_IN: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet']);
/** Of operators. */
const CUSTOM: ReadonlySet<string> = new Set(['Cluster', 'VirtualMachine']);

/**
 * What the workload controllers, nodes and operators would do: everything is ready at once, unless a test holds it. What
 * is held of an operator's has no status, as while its operator is away.
 */
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
      if (BUILT_IN.has(object.kind) || CUSTOM.has(object.kind)) this.#store.setStatus(object, this.#statusOf(object));
    }
  }

  /** Of built-in kinds; others are judged by their status. */
  isHeld(object: KubeObject): boolean {
    return BUILT_IN.has(object.kind) && this.#held.has(object.metadata.name);
  }

  #statusOf(object: KubeObject): unknown {
    const spec = fieldsOf(object, 'spec');
    const held = this.#held.has(object.metadata.name);
    if (CUSTOM.has(object.kind))
      return held ? {} : { ...partsOf(object), conditions: [{ type: 'Ready', status: 'True' }] };
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

function partsOf(object: KubeObject): object {
  if (object.kind === 'VirtualMachine') return { created: true, ready: true, printableStatus: 'Running' };
  const instances = Number(fieldsOf(object, 'spec')['instances'] ?? 1);
  return { instances, readyInstances: instances };
}
