import * as fc from 'fast-check';
import { nameFromMail, PERSON_ID, proposeId } from './person-id.ts';

test.each([
  ['nina.berg@example.test', 0, 'nina.berg'],
  ['Nina+test@example.test', 0, 'nina'],
  ['jürgen@example.test', 0, 'jurgen'],
  ['maximilian.schwarzenberger@example.test', 0, 'maximilian.schwarzen'],
  ['maximilian.schwarzenberger@example.test', 1, 'maximilian.schwarze2'],
  ['nineteen.characters.x@example.test', 0, 'nineteen.characters'],
  ['名前@example.test', 0, 'user'],
])('%s after %i clashes becomes %s', (mail, taken, id) => {
  expect(proposeId(mail, taken)).toBe(id);
});

test('every mail address gives an id the directory takes', () => {
  const check = (mail: string, taken: number) => expect(proposeId(mail, taken)).toMatch(PERSON_ID);
  fc.assert(fc.property(fc.emailAddress(), fc.nat(99), check));
  fc.assert(fc.property(fc.string(), fc.nat(99), check));
});

test('each clash gives another id', () => {
  const check = (mail: string, taken: number) => expect(proposeId(mail, taken + 1)).not.toBe(proposeId(mail, taken));
  fc.assert(fc.property(fc.string(), fc.nat(98), check));
});

test('a name is read from a mail address', () => {
  expect(nameFromMail('nina.berg+x@example.test')).toBe('Nina Berg');
  expect(nameFromMail('dana@example.test')).toBe('Dana');
});
