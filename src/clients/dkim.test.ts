import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import { dkimSigners, type Resolver } from './dkim.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const resolver: Resolver = async (name) => {
  if (name === 's1._domainkey.example.test') return [[record]];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

const MAIL = 'From: dana@example.test\r\nSubject: hi\r\n\r\nhello\r\n';
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

async function signed(over: { selector?: string; maxBodyLength?: number } = {}, headers = 'From:Subject') {
  const one = { signingDomain: 'example.test', selector: 's1', privateKey: key, ...over };
  // The published type says string[]; the library reads only a string and signs everything otherwise.
  const headerList = headers as unknown as string[];
  const { signatures } = await dkimSign(MAIL, { ...one, headerList, signatureData: [one] });
  return `${signatures}${MAIL}`;
}

test('names the domain whose signature holds', async () => {
  expect(await dkimSigners(Buffer.from(await signed()), resolver)).toEqual(['example.test']);
});

test.each([
  ['a changed body', async () => (await signed()).replace('hello', 'other')],
  ['a changed sender', async () => (await signed()).replace('From: dana', 'From: lee')],
  ['a key that cannot be had', () => signed({ selector: 's2' })],
  ['no signature', async () => MAIL],
  ['a signature that leaves the end of the body open', async () => `${await signed({ maxBodyLength: 7 })}more\r\n`],
  ['a signature over the subject alone', () => signed({}, 'Subject')],
])('names nobody for %s', async (_, make) => {
  expect(await dkimSigners(Buffer.from(await make()), resolver)).toEqual([]);
});
