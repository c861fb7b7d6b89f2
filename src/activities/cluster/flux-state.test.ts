import { passesByItself } from './flux-state.ts';

test.each(['DependencyNotReady', 'HealthCheckCanceled'])('Flux ends %s by itself', (reason) => {
  expect(passesByItself({ reason, message: '' })).toBe(true);
});

test.each(['HealthCheckFailed', 'BuildFailed', 'ReconciliationFailed', 'ArtifactFailed'])(
  '%s is a failure',
  (reason) => {
    expect(passesByItself({ reason, message: '' })).toBe(false);
  },
);

test('a quota that is not counted yet is none that is full', () => {
  const refusal = (why: string) => ({
    reason: 'ReconciliationFailed',
    message: `ConfigMap/a/b dry-run failed (Forbidden): configmaps "b" is forbidden: ${why}`,
  });
  const unknown = 'status unknown for quota: berth, resources: count/configmaps';
  const full =
    'exceeded quota: berth, requested: count/configmaps=1, used: count/configmaps=0, limited: count/configmaps=0';
  expect([unknown, full].map((why) => passesByItself(refusal(why)))).toEqual([true, false]);
});

test('who has said nothing has no reason', () => {
  expect(passesByItself(undefined)).toBe(false);
});
