import { CATALOGUE, fleet, workedExample } from '../../test/support/worked-example.ts';
import { ownedPaths } from './owned-paths.ts';
import { renderChange } from './render/change.ts';

test('exactly the rendered paths are found again among all of a fleet', () => {
  const input = workedExample();
  const { plan } = renderChange(input, fleet(), CATALOGUE);
  const others = [
    'requests/payments/BR-0000000000.yaml',
    'environments/payments-prod2/berth.yaml',
    'clusters/cluster-east-prod/apps/payments-prod2/kustomization.yaml',
    'infrastructure/cluster-east-dev/payments-prod/walls.yaml',
    'projects/payments2.yaml',
  ];
  const owner = {
    reference: input.request.reference,
    project: 'payments',
    environment: 'payments-prod',
    clusters: plan.placements.map(({ cluster }) => cluster),
    ownsProject: true,
  };

  expect(ownedPaths([...fleet().files.keys(), ...others, ...plan.paths], owner)).toEqual(plan.paths);
  const without = ownedPaths(plan.paths, { ...owner, ownsProject: false });
  expect(without).toEqual(plan.paths.filter((path) => path !== 'projects/payments.yaml'));
});
