/** Where in its life an environment stands. */
export const STAGES = ['dev', 'test', 'staging', 'prod'] as const;
export type Stage = (typeof STAGES)[number];

/** Sizes of a namespace; what each means is data of the catalogue. */
export const SIZES = ['XS', 'S', 'M', 'L', 'XL'] as const;
export type Size = (typeof SIZES)[number];

/** A value that survives JSON, history and continue-as-new unchanged. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One catalogue item with the parameters a person picked. */
export interface SelectedItem {
  /** Name of the catalogue folder, e.g. `postgresql`. */
  readonly item: string;
  readonly parameters: { readonly [key: string]: Json };
}

/** Everything a person picked for one environment. */
export interface Selection {
  readonly stage: Stage;
  /** One placement each, e.g. `['east', 'west']`. */
  readonly regions: readonly string[];
  readonly size: Size;
  readonly items: readonly SelectedItem[];
}
