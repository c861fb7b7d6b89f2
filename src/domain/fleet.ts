/** Files of the fleet repository at one commit; everything that decides paths, prices and hashes. */
export interface FleetSnapshot {
  readonly sha: string;
  /** Path to content, UTF-8. */
  readonly files: ReadonlyMap<string, string>;
}

/** Folders and files of the fleet that rendering reads. */
export const FLEET_SETTINGS = ['organisation.yaml', 'projects/', 'clusters/', 'prices/', 'environments/'] as const;
