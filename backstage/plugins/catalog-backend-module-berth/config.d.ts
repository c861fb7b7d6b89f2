export interface Config {
  berth?: {
    /** Who owns the template, as an entity reference; `group:default/platform` unless said. */
    templateOwner?: string;
    /** Seconds between two looks at Berth; 60 unless said. */
    refreshSeconds?: number;
  };
}
