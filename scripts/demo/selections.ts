/** A choice of resources that can be taken as it is. */
export interface ReadyMade {
  readonly title: string;
  readonly selection: {
    readonly stage: string;
    readonly regions: readonly string[];
    readonly size: string;
    readonly items: readonly { readonly item: string; readonly parameters: Readonly<Record<string, unknown>> }[];
  };
}

/** What the demo itself chooses, when it plays the people. */
export const PLAYED: ReadyMade = {
  title: 'prod, east and west, size S: PostgreSQL and an ingress',
  selection: {
    stage: 'prod',
    regions: ['east', 'west'],
    size: 'S',
    items: [
      { item: 'postgresql', parameters: { version: '16', storage: '20Gi' } },
      { item: 'ingress', parameters: { host: 'payments.example.test' } },
    ],
  },
};

export const READY_MADE: readonly ReadyMade[] = [
  PLAYED,
  {
    title: 'dev, east, size XS: a cache',
    selection: { stage: 'dev', regions: ['east'], size: 'XS', items: [{ item: 'cache', parameters: {} }] },
  },
  {
    title: 'prod, west, size S: an ingress alone',
    selection: {
      stage: 'prod',
      regions: ['west'],
      size: 'S',
      items: [{ item: 'ingress', parameters: { host: 'web.example.test' } }],
    },
  },
];
