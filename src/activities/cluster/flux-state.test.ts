import { passesByItself } from './flux-state.ts';

test.each(['DependencyNotReady', 'HealthCheckCanceled'])('Flux ends %s by itself', (reason) => {
  expect(passesByItself({ reason })).toBe(true);
});

test.each(['HealthCheckFailed', 'BuildFailed', 'ReconciliationFailed', 'ArtifactFailed'])(
  '%s is a failure',
  (reason) => {
    expect(passesByItself({ reason })).toBe(false);
  },
);

test('who has said nothing has no reason', () => {
  expect(passesByItself(undefined)).toBe(false);
});
