/* What can be asked for, as forms and people see it: the catalogue, beside what the fleet says of clusters and prices. */
import type { Amounts } from '../amounts.ts';
import type { CatalogueItem, ParameterSchema, SizeSpec } from '../catalogue.ts';
import type { Size, Stage } from '../selection.ts';

/** Everything that can be asked for now. */
export interface Offer {
  /** ISO 4217. */
  readonly currency: string;
  /** Which prices count. */
  readonly priceBook: string;
  readonly sizes: readonly OfferedSize[];
  readonly items: readonly OfferedItem[];
  readonly clusters: readonly OfferedCluster[];
  /** Days that an environment may live; null: no end. */
  readonly leaseDays: Readonly<Record<Stage, number | null>>;
  /** Cost centres that have a budget: there may be others. */
  readonly costCentres: readonly string[];
  /** JSON Schema of a whole request, as `POST /api/requests` takes it. */
  readonly form: ParameterSchema;
}

/** What a size reserves on each cluster. */
export interface OfferedSize extends SizeSpec {
  readonly size: Size;
}

/** Something that can be picked for an environment. */
export interface OfferedItem extends Pick<CatalogueItem, 'name' | 'version' | 'title' | 'description' | 'billing'> {
  /** JSON Schema (2020-12) of its parameters. */
  readonly schema: ParameterSchema;
  /** Kinds of Kubernetes objects that it makes, such as `clusters.postgresql.cnpg.io`. */
  readonly makes: readonly string[];
  /** True when it keeps something that is gone for good with it. */
  readonly holdsData: boolean;
  /** What no other project may have as well, such as a host name: names of parameters. */
  readonly unique: readonly string[];
}

/** One place where environments of one stage can be. */
export interface OfferedCluster {
  readonly name: string;
  readonly region: string;
  readonly stage: Stage;
  /** Rack or data centre that is lost as one. */
  readonly site: string;
  /** What may be reserved by all together; null when nobody says. */
  readonly capacity: Amounts | null;
  /** What all environments have reserved. */
  readonly taken: Amounts;
  /** What a month of each size costs here. */
  readonly sizes: Readonly<Record<Size, number>>;
  /** What can be placed here: to each item what a month of it costs with its defaults, beside the size. */
  readonly items: Readonly<Record<string, number>>;
}
