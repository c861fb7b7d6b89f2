import * as fc from 'fast-check';
import { FleetDataError } from './fleet-data.ts';
import { chainOf, inherit, type Level, rules as schema } from './inheritance.ts';

const word = fc.constantFrom('a', 'b', 'c', 'd');
const rules = fc
  .record(
    {
      labels: fc.dictionary(word, word),
      lockedLabels: fc.array(word),
      grants: fc.array(fc.record({ group: word, role: fc.constantFrom('admin', 'edit', 'view') })),
      allowFrom: fc.array(word),
      podSecurity: fc.constantFrom('privileged', 'baseline', 'restricted'),
      maxContainer: fc.record({ cpu: fc.integer({ min: 1, max: 9 }), memoryGiB: fc.integer({ min: 1, max: 9 }) }),
    },
    { requiredKeys: [] },
  )
  .map((value) => schema.parse(value));
const chain = fc
  .array(rules, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((own, i): Level => ({ name: `project/p${i}`, rules: own })));

/** The result without where it came from. */
function lines(levels: readonly Level[]) {
  const { chain: _chain, origins: _origins, ...flat } = inherit(levels);
  return flat;
}

test('inheriting what was inherited changes nothing', () => {
  fc.assert(
    fc.property(chain, (levels) => {
      const { labels, grants, allowFrom, podSecurity, maxContainer } = inherit(levels);
      const flat = schema.parse({ labels, grants, allowFrom, podSecurity, maxContainer });
      expect(lines([{ name: 'project/flat', rules: flat }])).toEqual(lines(levels));
    }),
  );
});

test('the order inside a level changes nothing', () => {
  const turned = (level: Level): Level => ({
    ...level,
    rules: {
      ...level.rules,
      labels: Object.fromEntries(Object.entries(level.rules.labels).toReversed()),
      lockedLabels: level.rules.lockedLabels.toReversed(),
      grants: level.rules.grants.toReversed(),
      allowFrom: level.rules.allowFrom.toReversed(),
    },
  });
  fc.assert(
    fc.property(chain, (levels) => {
      const [one, other] = [inherit(levels), inherit(levels.map(turned))];
      expect(JSON.stringify({ ...other, chain: [] })).toBe(JSON.stringify({ ...one, chain: [] }));
    }),
  );
});

const strictness = (level: string) => ['privileged', 'baseline', 'restricted'].indexOf(level);
/** Does any level say how strict pods must be? Where none does, the default is strict and may be loosened once. */
const said = (levels: readonly Level[]) => levels.some((level) => level.rules.podSecurity);

test('a level below never takes a right away, loosens a limit or changes a locked label', () => {
  fc.assert(
    fc.property(chain, rules, (levels, below) => {
      const [above, whole] = [inherit(levels), inherit([...levels, { name: 'project/below', rules: below }])];
      expect(whole.grants).toEqual(expect.arrayContaining([...above.grants]));
      expect(whole.allowFrom).toEqual(expect.arrayContaining([...above.allowFrom]));
      for (const key of ['cpu', 'memoryGiB'] as const) {
        expect(whole.maxContainer[key] ?? Infinity).toBeLessThanOrEqual(above.maxContainer[key] ?? Infinity);
      }
      expect(strictness(whole.podSecurity)).toBeGreaterThanOrEqual(said(levels) ? strictness(above.podSecurity) : 0);
      for (const key of levels.flatMap((level) => level.rules.lockedLabels)) {
        expect(whole.labels[key]).toBe(above.labels[key]);
      }
    }),
  );
});

test('a level put above never widens what a level below has locked or limited', () => {
  fc.assert(
    fc.property(chain, rules, (levels, above) => {
      const [before, after] = [inherit(levels), inherit([{ name: 'organisation/o', rules: above }, ...levels])];
      for (const key of ['cpu', 'memoryGiB'] as const) {
        expect(after.maxContainer[key] ?? Infinity).toBeLessThanOrEqual(before.maxContainer[key] ?? Infinity);
      }
      expect(strictness(after.podSecurity)).toBeGreaterThanOrEqual(said(levels) ? strictness(before.podSecurity) : 0);
    }),
  );
});

test('every line says which level it came from', () => {
  fc.assert(
    fc.property(chain, (levels) => {
      const { labels, grants, allowFrom, origins } = inherit(levels);
      const named = origins.map(({ line }) => line);
      expect(named).toEqual(expect.arrayContaining(Object.keys(labels).map((key) => `label ${key}`)));
      expect(named).toEqual(expect.arrayContaining(grants.map(({ group }) => `grant ${group}`)));
      expect(named).toEqual(expect.arrayContaining(allowFrom.map((namespace) => `allow from ${namespace}`)));
      expect(origins.every(({ from }) => levels.some(({ name }) => name === from))).toBe(true);
    }),
  );
});

function attempt(work: () => Level[]): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

/** From a root down to the leaf, each the parent of the next. */
function isChain(found: unknown, leaf: string): boolean {
  if (!Array.isArray(found)) return false;
  const names = (found as Level[]).map(({ name }) => name);
  const parents = (found as Level[]).map(({ parent }) => parent);
  return names.at(-1) === leaf && parents.every((parent, i) => parent === names[i - 1]);
}

test('no tree of parents makes it run for ever: a cycle and a missing parent are errors, all else is a chain', () => {
  const names = ['p0', 'p1', 'p2', 'p3', 'p4'];
  const parents = fc.array(fc.option(fc.constantFrom(...names, 'nobody'), { nil: undefined }), {
    minLength: names.length,
    maxLength: names.length,
  });
  fc.assert(
    fc.property(parents, (all) => {
      const levels = new Map(
        names.map((name, i): [string, Level] => {
          const parent = all[i];
          return [name, { name, rules: schema.parse({}), ...(parent === undefined ? {} : { parent }) }];
        }),
      );
      const found = attempt(() => chainOf(levels, 'p0'));
      expect(found instanceof FleetDataError || isChain(found, 'p0')).toBe(true);
    }),
  );
});

test('a cycle is told with the way around it', () => {
  const levels = new Map(
    [
      ['a', 'b'],
      ['b', 'a'],
    ].map(([name = '', parent = '']) => [name, { name, parent, rules: schema.parse({}) }]),
  );
  expect(() => chainOf(levels, 'a')).toThrow('a -> b -> a');
});
