export interface Config {
  /** Where Berth answers, and as what Backstage itself reads there. */
  berth: {
    /** Such as https://berth.example.test */
    baseUrl: string;
    /**
     * A service token of Berth (`berth token create`), for what Backstage reads by itself: the catalogue, projects and environments.
     * @visibility secret
     */
    token?: string;
  };
}
