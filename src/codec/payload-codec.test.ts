import type { Payload } from '@temporalio/common';
import * as fc from 'fast-check';
import { Secret } from '../config-secrets.ts';
import { type CodecSettings, createPayloadCodec, keyOf } from './payload-codec.ts';

const KEYS = ['a1', 'b2', 'c3'].map((byte) => new Secret(byte.repeat(32))) as [Secret, Secret, Secret];
const settings = (key = KEYS[0], id = '2026-11'): CodecSettings => ({ keys: [{ id, key }] });
const codec = createPayloadCodec(settings());

const bytes = fc.uint8Array({ maxLength: 200 });
const text = fc.string({ minLength: 1, maxLength: 20 });
/** As a converter makes them; a payload without an encoding of our own is never mistaken for one. */
const payloads: fc.Arbitrary<Payload[]> = fc.array(
  fc.record({ metadata: fc.dictionary(text, bytes), data: bytes }, { requiredKeys: ['metadata', 'data'] }),
  { maxLength: 4 },
);

const plain = (all: readonly Payload[]) =>
  all.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, [...value]])),
    data: [...(data ?? [])],
  }));

async function encryptedOf(data: Uint8Array): Promise<Payload> {
  const [payload] = await codec.encode([{ metadata: { encoding: Buffer.from('json/plain') }, data }]);
  return payload as Payload;
}

test('whatever is encrypted comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(payloads, async (given) => {
      expect(plain(await codec.decode(await codec.encode(given)))).toEqual(plain(given));
    }),
  );
});

test('nothing of the content is left in sight, and the same content never looks the same', async () => {
  const secret = Buffer.from('"dana@example.test asks for Payments"');

  const [one, two] = [await encryptedOf(secret), await encryptedOf(secret)];

  expect(Buffer.from(one.data ?? []).includes('dana')).toBe(false);
  expect(Object.keys(one.metadata ?? {})).toEqual(['encoding', 'encryption-key-id']);
  expect(keyOf(one)).toBe('2026-11');
  expect(one.data).not.toEqual(two.data);
});

test('what was never encrypted stays as it is', async () => {
  await fc.assert(
    fc.asyncProperty(payloads, async (given) => {
      expect(await codec.decode(given)).toEqual(given);
      expect(await createPayloadCodec().encode(given)).toEqual(given);
    }),
  );
  expect(keyOf({ metadata: { encoding: Buffer.from('json/plain') }, data: null })).toBeUndefined();
});

test('a change of any byte is refused', async () => {
  const cases = fc.record({ data: bytes, at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(cases, async ({ data, at, by }) => {
      const payload = await encryptedOf(data);
      const changed = Buffer.from(payload.data ?? []);
      const index = at % changed.length;
      changed[index] = (changed[index] ?? 0) ^ by;

      await expect(codec.decode([{ ...payload, data: changed }])).rejects.toThrow(/it was changed/);
    }),
  );
});

test('a payload that was cut short is refused, however much is missing', async () => {
  const payload = await encryptedOf(Buffer.from('"a title"'));
  const whole = Buffer.from(payload.data ?? []);
  for (let length = 0; length < whole.length; length += 1) {
    const cut = { ...payload, data: whole.subarray(0, length) };
    await expect(codec.decode([cut])).rejects.toThrow(/it was changed/);
  }
});

test('another key is refused: under the same id, and under an id of its own that the payload is made to say', async () => {
  const payload = await encryptedOf(Buffer.from('"a title"'));
  const renamed = { ...payload, metadata: { ...payload.metadata, 'encryption-key-id': Buffer.from('other') } };

  await expect(createPayloadCodec(settings(KEYS[1])).decode([payload])).rejects.toThrow(/another key under this id/);
  await expect(createPayloadCodec(settings(KEYS[0], 'other')).decode([renamed])).rejects.toThrow(/it was changed/);
});

test('all keys decrypt and the current one encrypts, the first one unless another is named', async () => {
  const old = await encryptedOf(Buffer.from('"a title"'));
  const keys = [
    { id: '2026-11', key: KEYS[0] },
    { id: '2027-01', key: KEYS[1] },
  ];
  const rotated = createPayloadCodec({ keys, current: '2027-01' });

  const [fresh] = await rotated.encode([{ data: Buffer.from('1') }]);
  const [first] = await createPayloadCodec({ keys }).encode([{ data: Buffer.from('1') }]);

  expect([keyOf(fresh as Payload), keyOf(first as Payload)]).toEqual(['2027-01', '2026-11']);
  expect(Buffer.from((await rotated.decode([old]))[0]?.data ?? []).toString()).toBe('"a title"');
});

test.each([
  ['another key only', createPayloadCodec(settings(KEYS[2], '2027-01'))],
  ['no key at all', createPayloadCodec()],
])('with %s it says which key is missing and where to add it', async (_, other) => {
  await expect(other.decode([await encryptedOf(Buffer.from('1'))])).rejects.toThrow(
    /encrypted with the key "2026-11", which temporal\.codec\.keys does not have\. Add it there, on every worker and API/,
  );
});
