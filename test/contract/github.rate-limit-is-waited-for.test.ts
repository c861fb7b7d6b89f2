import { eachTest } from '../support/fixture.ts';
import { failureTypeOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('a secondary limit says how long to wait, and the same call succeeds later', async () => {
  const fault = { status: 403, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '7' } };
  stage.context.faults.add({ match: 'POST .*/git/trees', ...fault });

  await expect(stage.activities.proposeChange(planned())).rejects.toMatchObject({
    type: 'RateLimited',
    nonRetryable: false,
    nextRetryDelay: 7000,
  });
  await expect(stage.activities.proposeChange(planned())).resolves.toMatchObject({ number: 1 });
});

test.each([
  [{ status: 403 }, 'Forbidden'],
  [{ status: 502 }, 'Unavailable'],
  [{ cut: true }, 'Unavailable'],
  [{ status: 404 }, 'Configuration'],
])('%j is a failure of the type %s', async (fault, type) => {
  stage.context.faults.add({ match: 'POST .*/git/trees', ...fault });
  expect(await failureTypeOf(stage.activities.proposeChange(planned()))).toBe(type);
});
