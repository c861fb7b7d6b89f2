import { createFleetReader } from '../../src/clients/fleet-reader.ts';
import { eachTest } from '../support/fixture.ts';
import { FLEET_FILES, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('settings at a commit stay what they were, and each is fetched once', async () => {
  const read = createFleetReader(stage.github);
  const first = await read();
  expect([...first.files.keys()]).toEqual(['clusters/cluster-east-prod/profile.yaml', 'organisation.yaml']);
  expect(first.files.get('organisation.yaml')).toBe(FLEET_FILES.get('organisation.yaml'));

  const pull = await stage.approved(planned());
  await stage.activities.mergePullRequest({ ...pull, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' });
  const second = await read();
  expect(second.files.get('environments/payments-prod/berth.yaml')).toBe('# ünïcode ✓\nproject: payments\n');

  stage.context.faults.add({ match: 'GET .*/git/blobs', status: 502, times: 99 });
  expect(await read(first.sha)).toEqual(first);
});
