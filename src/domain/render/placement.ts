import type { Amounts } from '../amounts.ts';
import type { ContainerDefaults, HealthCheck, SizeSpec } from '../catalogue.ts';
import type { Placement } from '../change.ts';
import type { Inherited } from '../inheritance.ts';
import type { ClusterProfile } from '../profile.ts';
import type { ServiceRequest } from '../request.ts';
import type { Manifest } from './manifest.ts';

/** An item on one cluster, rendered. */
export interface RenderedItem {
  /** `postgresql-db`: unique in the environment, and the stem of its file. */
  readonly key: string;
  readonly objects: readonly Manifest[];
  /** How Flux tells that its custom resources are well; of those that are rendered here. */
  readonly health: readonly HealthCheck[];
  /** Ansible inventories, as values. */
  readonly inventories: readonly unknown[];
  readonly amounts: Amounts;
  readonly billing: 'reserved' | 'included' | 'extra';
}

/** Everything that decides the files of one environment on one cluster. */
export interface PlacementPlan {
  readonly request: ServiceRequest;
  readonly placement: Placement;
  readonly profile: ClusterProfile;
  readonly inherited: Inherited;
  readonly size: SizeSpec;
  readonly container: ContainerDefaults;
  readonly items: readonly RenderedItem[];
  /** What the namespace's quota grants: the size and what items take on top of it. */
  readonly reserved: Amounts;
  readonly monthlyCents: number;
}
