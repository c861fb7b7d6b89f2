import { generateKeyPairSync } from 'node:crypto';
import { createFleetReader } from '../../src/clients/fleet-reader.ts';
import { createGithub } from '../../src/clients/github.ts';
import { eachTest } from '../support/fixture.ts';
import { configFor, failureTypeOf, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

const otherKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

test.each([
  ['of another App', otherKey()],
  ['that is none', 'no key'],
])('a key %s', async (_, key) => {
  const read = createFleetReader(createGithub(configFor(stage.server, key)));
  expect(await failureTypeOf(read())).toBe('Configuration');
});
