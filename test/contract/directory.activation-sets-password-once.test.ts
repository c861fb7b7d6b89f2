import { activateAccount, activationProof } from '../../src/clients/directory-activation.ts';
import { authenticate } from '../../src/clients/directory-people.ts';
import { accountRequest, entryNamed, failureOf, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';
import { onlyOn } from './differences.ts';

const under = eachTest(watchedDirectory);

const GOOD = 'Correct-Horse-7';

async function makeNina() {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const proof = await activationProof(under.access, 'nina.berg');
  if (!proof) throw new Error('no proof');
  return { request, plan, proof };
}

test('a new person sets a password once and signs in with it', async () => {
  const { proof } = await makeNina();
  const input = { id: 'nina.berg', password: GOOD, proof };

  expect(await activateAccount(under.access, input)).toBe('set');
  expect(await authenticate(under.access, 'nina.berg', GOOD)).toMatchObject({ mail: 'nina.berg@example.test' });
  expect(await activateAccount(under.access, { ...input, password: 'Another-Horse-7' })).toBe('used');
  expect(await authenticate(under.access, 'nina.berg', 'Another-Horse-7')).toBe('wrong');
});

test('a weak password is refused and the link stays good', async () => {
  const { proof } = await makeNina();

  for (const password of ['short-A1', 'nodigitsorupper']) {
    expect(await activateAccount(under.access, { id: 'nina.berg', password, proof })).toBe('weak-password');
  }
  expect(await activateAccount(under.access, { id: 'nina.berg', password: GOOD, proof })).toBe('set');
});

onlyOn('sandbox', 'a password with a name of its owner is weak', async () => {
  const { proof } = await makeNina();

  for (const password of ['X-nina.berg-12345', 'X-12345-bErG-6', 'Ninas-Horse-7']) {
    expect(await activateAccount(under.access, { id: 'nina.berg', password, proof })).toBe('weak-password');
  }
});

test('a link for an account of the same name that was made later is not good', async () => {
  const { proof } = await makeNina();

  const other = { ...proof, guid: '00'.repeat(16) };
  expect(await activateAccount(under.access, { id: 'nina.berg', password: GOOD, proof: other })).toBe('used');
});

test('a retired account cannot be activated, nor can its name', async () => {
  const { request, plan, proof } = await makeNina();
  await under.activities.retireAccounts({ reference: request.reference, plan });
  const retired = (await entryNamed(under.directory, `CN=nina.berg ${request.reference}`))?.attributes[
    'sAMAccountName'
  ]?.[0];

  for (const id of ['nina.berg', retired ?? '']) {
    expect(await activateAccount(under.access, { id, password: GOOD, proof })).toBe('unknown');
  }
});

test('a random password that the policy refuses is for an operator', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  under.faults.add({ match: 'directory add CN=nina', status: 19, message: '0000052D: too weak' });

  const refused = await failureOf(under.activities.provisionAccounts({ reference: request.reference, plan }));
  expect(refused).toMatchObject({ type: 'Configuration', message: expect.stringContaining('password policy') });
});
