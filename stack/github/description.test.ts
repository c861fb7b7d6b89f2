import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDescription } from './description.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-description-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** What is written of a description with one path, `/thing`, which answers a `thing`. */
function written(
  thing: object,
  ...paths: string[]
): { paths: object; components: { schemas: Record<string, object> } } {
  const [from, to] = [join(folder, 'whole.json'), join(folder, 'part.json')];
  const whole = {
    openapi: '3.0.3',
    info: { title: 'Things' },
    paths: { '/thing': { get: { content: schema('thing') } }, '/other': { get: { content: schema('other') } } },
    components: { schemas: { thing, inner: { type: 'string', nullable: true }, other: { type: 'number' } } },
  };
  writeFileSync(from, JSON.stringify(whole));
  writeDescription(from, to, paths);
  return JSON.parse(readFileSync(to, 'utf8')) as ReturnType<typeof written>;
}

test('what the wanted paths refer to comes along, nothing else', () => {
  const { paths, components } = written({ properties: { inner: schema('inner'), again: schema('thing') } }, '/thing');

  expect(Object.keys(paths)).toEqual(['/thing']);
  expect(Object.keys(components.schemas).toSorted()).toEqual(['inner', 'thing']);
  expect(components.schemas.inner).toEqual({ type: 'string', nullable: true });
});

test('null beside alternatives becomes one of them', () => {
  const { components } = written({ properties: { nullable: { oneOf: [schema('inner')], nullable: true } } }, '/thing');

  const either = { anyOf: [{ oneOf: [schema('inner')] }, { enum: [null] }] };
  expect(components.schemas.thing).toEqual({ properties: { nullable: either } });
});

test('null beside nothing says nothing', () => {
  expect(written({ description: 'Anything', nullable: true }, '/thing').components.schemas.thing).toEqual({
    description: 'Anything',
  });
});

test('a path that is not described is told of', () => {
  expect(() => written({}, '/nothing')).toThrow('has no /nothing');
});
