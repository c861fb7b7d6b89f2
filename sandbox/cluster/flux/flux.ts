import { fieldsOf, type KubeObject, textOf } from '../objects.ts';
import type { Store } from '../store.ts';
import { bootstrap, GIT_REPOSITORY, NAMESPACE, SOURCE } from './bootstrap.ts';
import { BuildError, build } from './build.ts';
import { conditionsOf, handledNow, isDue, type Outcome, progressingFor, timeoutSeconds } from './conditions.ts';
import { BareRepository } from './git.ts';
import { customHealth } from './health.ts';
import { ApplyError, applyBuild, inventoryId, inventoryOf, KUSTOMIZATION, prune } from './kustomization.ts';
import { Workloads } from './workloads.ts';

const TURN_MS = 2_000;

/** Flux's source and kustomize controllers, one turn at a time. */
export class Flux {
  readonly workloads: Workloads;
  readonly #store: Store;
  readonly #git: BareRepository;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #queued = false;
  #retry = false;
  #stopped = false;

  constructor(store: Store, options: { cluster: string; gitFolder: string }) {
    this.#store = store;
    this.#git = new BareRepository(options.gitFolder);
    this.workloads = new Workloads(store);
    bootstrap(store, options.cluster);
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#retry = true;
      this.nudge();
    }, TURN_MS);
    this.#timer.unref();
    this.nudge();
  }

  /** Something changed: take a turn after the present one. */
  nudge(): void {
    if (this.#queued || this.#stopped) return;
    this.#queued = true;
    this.#turn = this.#turn.then(async () => {
      this.#queued = false;
      if (!this.#stopped) await this.#reconcileAll().catch((error: unknown) => console.error('sandbox Flux:', error));
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#turn;
  }

  async #reconcileAll(): Promise<void> {
    const retry = this.#retry;
    this.#retry = false;
    const revision = await this.#fetch();
    const seen = new Set<string>();
    // Kustomizations make Kustomizations: go on until a look finds none that had no turn yet.
    for (let next = this.#next(seen); next; next = this.#next(seen)) {
      seen.add(next.metadata.name);
      if (revision && isDue(next, revision, retry)) await this.#reconcile(next, revision);
    }
  }

  #next(seen: ReadonlySet<string>): KubeObject | undefined {
    return this.#store.list(KUSTOMIZATION, NAMESPACE).find((k) => !seen.has(k.metadata.name));
  }

  /** Source controller: the revision of main, or none while Git cannot be read. */
  async #fetch(): Promise<string | undefined> {
    const source = this.#store.get(GIT_REPOSITORY, NAMESPACE, SOURCE);
    if (!source) return undefined;
    const handled = handledNow(source);
    try {
      const revision = `main@sha1:${await this.#git.head('main')}`;
      const stored = `stored artifact for revision '${revision}'`;
      this.#setStatus(
        source,
        { status: 'True', reason: 'Succeeded', message: stored },
        { artifact: { revision }, ...handled },
      );
      return revision;
    } catch {
      const message =
        'failed to checkout and determine revision: unable to clone: couldn\'t find remote ref "refs/heads/main"';
      this.#setStatus(source, { status: 'False', reason: 'GitOperationFailed', message }, handled);
      return undefined;
    }
  }

  /** Kustomize controller: one Kustomization at one revision. */
  async #reconcile(kustomization: KubeObject, revision: string): Promise<void> {
    const outcome = await this.#attempt(kustomization, revision);
    if (!outcome) return;
    const settled = outcome.status !== 'Unknown';
    const applied = outcome.status === 'True' ? { lastAppliedRevision: revision } : {};
    const fields = { lastAttemptedRevision: revision, ...applied, ...(settled ? handledNow(kustomization) : {}) };
    this.#setStatus(kustomization, outcome, fields);
  }

  async #attempt(kustomization: KubeObject, revision: string): Promise<Outcome | undefined> {
    const spec = fieldsOf(kustomization, 'spec');
    const source = fieldsOf(spec, 'sourceRef');
    if (spec['suspend']) return undefined;
    if (source['kind'] !== 'GitRepository' || source['name'] !== SOURCE) {
      const named = `${String(source['kind'])}/${NAMESPACE}/${String(source['name'])}`;
      return { status: 'False', reason: 'ArtifactFailed', message: `Source '${named}' not found` };
    }
    const folder = textOf(spec, 'path')
      .replace(/^\.?\//, '')
      .replace(/\/$/, '');
    try {
      const objects = build(await this.#git.files(revision.slice('main@sha1:'.length), folder), folder);
      this.#apply(kustomization, objects);
      return this.#health(kustomization, revision);
    } catch (error) {
      if (error instanceof BuildError) return { status: 'False', reason: error.reason, message: error.message };
      if (error instanceof ApplyError)
        return { status: 'False', reason: 'ReconciliationFailed', message: error.message };
      throw error;
    }
  }

  #apply(kustomization: KubeObject, objects: readonly KubeObject[]): void {
    const before = inventoryOf(kustomization);
    const ids = applyBuild(this.#store, kustomization, objects);
    if (fieldsOf(kustomization, 'spec')['prune'])
      prune(
        this.#store,
        before.filter((id) => !ids.includes(id)),
      );
    this.workloads.settle();
    const live = this.#live(kustomization);
    const entries = ids.map((id) => ({ id, v: 'v1' }));
    this.#store.setStatus(live, { ...fieldsOf(live, 'status'), inventory: { entries } });
  }

  #health(kustomization: KubeObject, revision: string): Outcome {
    const said = `Applied revision: ${revision}`;
    if (!fieldsOf(kustomization, 'spec')['wait'])
      return { status: 'True', reason: 'ReconciliationSucceeded', message: said };
    const ids = inventoryOf(this.#live(kustomization));
    const isWell = customHealth(kustomization);
    const applied = this.#store.all().filter((o) => ids.includes(inventoryId(o)));
    const waiting = applied.filter((o) => this.workloads.isHeld(o) || !isWell(o));
    if (waiting.length === 0) return { status: 'True', reason: 'ReconciliationSucceeded', message: said };
    const timeout = timeoutSeconds(kustomization);
    if (progressingFor(this.#live(kustomization), revision) < timeout) {
      return { status: 'Unknown', reason: 'Progressing', message: 'Reconciliation in progress' };
    }
    const list = waiting.map((o) => `${o.kind}/${o.metadata.namespace}/${o.metadata.name} status: 'InProgress'`);
    const message = `health check failed after ${timeout.toFixed(1)}s: timeout waiting for: [${list.join(', ')}]`;
    return { status: 'False', reason: 'HealthCheckFailed', message };
  }

  #live(object: KubeObject): KubeObject {
    return this.#store.get(KUSTOMIZATION, NAMESPACE, object.metadata.name) ?? object;
  }

  #setStatus(object: KubeObject, outcome: Outcome, fields: Record<string, unknown>): void {
    const live = this.#store.all().find((o) => o.metadata.uid === object.metadata.uid) ?? object;
    const before = fieldsOf(live, 'status');
    const observedGeneration = object.metadata.generation;
    const conditions = conditionsOf(before, outcome, fields['lastAttemptedRevision'], timeoutSeconds(object));
    this.#store.setStatus(live, { ...before, ...fields, observedGeneration, conditions });
  }
}
