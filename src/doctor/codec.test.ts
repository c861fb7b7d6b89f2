import { Secret } from '../config.ts';
import { tryCodec } from './codec.ts';

test('a codec that is off is told with what it means, one that is on by its current key', async () => {
  const keys = ['a', 'b'].map((id) => ({ id, key: new Secret('0f'.repeat(32)) }));

  expect(await tryCodec(undefined)).toMatch(/^off: whoever may read this namespace reads names, mail addresses/);
  expect(await tryCodec({ keys })).toBe('on, encrypts with the key a, 2 in all');
  expect(await tryCodec({ keys, current: 'b' })).toBe('on, encrypts with the key b, 2 in all');
});
