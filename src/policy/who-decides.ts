/* Who would decide about what can be asked for: the policy asked about each stage and size, as a new project would be. */
import { environmentPath } from '../domain/fleet-settings.ts';
import { environmentName } from '../domain/naming.ts';
import type { Offer } from '../domain/offer/offer.ts';
import type { PolicyAnswer, PolicyInput } from '../domain/policy.ts';
import { type Json, type Size, STAGES, type Stage } from '../domain/selection.ts';
import type { PolicyEngine } from './engine.ts';
import { SAMPLE_INPUT } from './sample.ts';

/** What the policy says of an environment of one size on one cluster. */
export interface DecidedCase extends PolicyAnswer {
  readonly stage: Stage;
  readonly size: Size;
}

/**
 * One case for each stage that has a cluster, and each size; where there are several clusters, on the dearest.
 * @param settings `approval` of the organisation.
 * @throws ClientError, as the engine does.
 */
export async function whoDecides(
  policy: Pick<PolicyEngine, 'ask'>,
  offer: Pick<Offer, 'clusters' | 'sizes' | 'currency' | 'priceBook'>,
  settings: Readonly<Record<string, Json>>,
): Promise<DecidedCase[]> {
  const cases = STAGES.flatMap((stage) => offer.sizes.flatMap(({ size }) => sampleOf(offer, stage, size) ?? []));
  return Promise.all(
    cases.map(async (input) => {
      const { stage, size } = input.change;
      return { stage, size, ...(await policy.ask({ ...input, settings })).answer };
    }),
  );
}

function sampleOf(
  { clusters, currency, priceBook }: Parameters<typeof whoDecides>[1],
  stage: Stage,
  size: Size,
): PolicyInput | undefined {
  const [cluster] = clusters.filter((one) => one.stage === stage).toSorted((a, b) => b.sizes[size] - a.sizes[size]);
  if (!cluster) return undefined;
  const { change, request } = SAMPLE_INPUT;
  const environment = environmentName(request.project, stage);
  const monthly = cluster.sizes[size];
  return {
    ...SAMPLE_INPUT,
    request: { ...request, channel: 'api' },
    change: {
      ...change,
      environment,
      stage,
      size,
      regions: [cluster.region],
      paths: [environmentPath(environment)],
      placements: [{ cluster: cluster.name, environment, executor: 'kubernetes' }],
    },
    cost: { currency, priceBook, before: 0, after: monthly, delta: monthly },
  };
}
