import { CATALOGUE, fleet, workedExample } from '../../../test/support/worked-example.ts';
import { renderChange } from '../render/change.ts';
import { readProjectPage, readProjects } from './read-projects.ts';

/** The worked example, merged. */
const merged = Object.fromEntries(
  renderChange(workedExample(), fleet(), CATALOGUE).files.map(({ path, content }) => [path, content]),
);
const ORGANISATION = fleet().files.get('organisation.yaml') ?? '';

test('a project is listed with what stands of it and what that costs', () => {
  expect(readProjects(fleet(merged))).toMatchObject([
    {
      name: 'payments',
      costCentre: 'CC-1042',
      leads: ['lee@example.test'],
      parent: null,
      environments: [{ name: 'payments-prod', size: 'S', request: 'BR-7F3K2M9QXA', leaseEnd: null, removal: null }],
    },
  ]);
  const [project] = readProjects(fleet(merged));
  expect(project?.monthly).toEqual({ USD: project?.environments[0]?.cost.monthly });
});

test('a fleet without projects has none to list', () => {
  expect(readProjects(fleet())).toEqual([]);
  expect(readProjectPage(fleet(), 'payments')).toBeUndefined();
});

test('the page of a project says what holds for it, and which level says so', () => {
  const child = merged['projects/payments.yaml']?.replace('name: payments', 'name: refunds\nparent: payments') ?? '';
  const files = {
    ...merged,
    'projects/payments.yaml': `${merged['projects/payments.yaml']}rules: { labels: { team: blue }, quota: { cpu: 8 } }\nbudget: { monthly: 300 }\n`,
    'projects/refunds.yaml': child,
  };
  const page = readProjectPage(fleet(files), 'payments');
  expect(page).toMatchObject({
    above: ['organisation/example'],
    below: ['refunds'],
    budget: { currency: 'USD', monthly: 300, warnAt: 0.8 },
    quotas: [{ from: 'project/payments', quota: { cpu: 8 } }],
  });
  expect(page?.settings).toContainEqual({ line: 'label team', value: 'blue', from: 'project/payments' });
  expect(page?.settings).toContainEqual({
    line: 'grant berth-operators',
    value: 'admin',
    from: 'organisation/example',
  });
  expect(readProjectPage(fleet(files), 'refunds')?.above).toEqual(['organisation/example', 'project/payments']);
});

test('what changed above an environment since it was made is still to reach it', () => {
  const files = { ...merged, 'organisation.yaml': ORGANISATION.replace('[monitoring]', '[metrics]') };
  const [environment] = readProjectPage(fleet(files), 'payments')?.environments ?? [];
  expect(environment?.pending).toEqual([
    { line: 'allow from metrics', was: null, now: 'all ports' },
    { line: 'allow from monitoring', was: 'all ports', now: null },
  ]);
  const [same] = readProjectPage(fleet(merged), 'payments')?.environments ?? [];
  expect(same?.pending).toEqual([]);
  expect(same?.items.map(({ item }) => item)).toEqual(['ingress', 'postgresql']);
});
