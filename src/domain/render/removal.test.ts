import { assert, constantFrom, property, string } from 'fast-check';
import { fleetFiles } from '../../../sandbox/fleet.ts';
import { CATALOGUE, workedExample } from '../../../test/support/worked-example.ts';
import { dataOf, isOfEnvironment, readEnvironmentRecord, selectionOf } from '../removal.ts';
import { specHash } from '../spec-hash.ts';
import { renderChange } from './change.ts';
import { renderRemoval } from './removal.ts';

const MADE_BY = workedExample();
const { plan: made, files } = renderChange(MADE_BY, { sha: 'a', files: fleetFiles() }, CATALOGUE);
const STANDING = new Map([...fleetFiles(), ...files.map(({ path, content }) => [path, content] as const)]);
const NAME = made.environment;

function removalOver(fleet: ReadonlyMap<string, string>) {
  const snapshot = { sha: 'b', files: fleet };
  const record = readEnvironmentRecord(snapshot, NAME);
  if (!record) throw new Error('it does not stand');
  const request = {
    ...MADE_BY.request,
    reference: 'BR-0000000009',
    kind: 'decommission',
    removes: { environment: NAME, madeBy: record.request, data: dataOf(record, CATALOGUE) },
  } as const;
  return renderRemoval({ request, selection: selectionOf(record) }, snapshot);
}

const removal = removalOver(STANDING);
const after = new Map(removal.files.map(({ path, content }) => [path, content]));

test('what stands is told from its record, with the items that hold data', () => {
  const record = readEnvironmentRecord({ sha: 'b', files: STANDING }, NAME);
  expect(record && dataOf(record, CATALOGUE).map((name) => name.split(' ')[0])).toContain('postgresql');
  expect(record && selectionOf(record).regions).toEqual(MADE_BY.selection.regions.toSorted());
});

test('the room is emptied, the walls go, Flux keeps its Kustomization, and nothing else is touched', () => {
  for (const { cluster } of made.placements) {
    expect(after.get(`clusters/${cluster}/apps/${NAME}/kustomization.yaml`)).toMatch(/^resources: \[\]$/m);
    const config = `clusters/${cluster}/config/${NAME}.yaml`;
    expect(after.get(config)).toBe(STANDING.get(config));
    expect(removal.removed).toContain(`infrastructure/${cluster}/${NAME}/walls.yaml`);
  }
  expect(after.get(`environments/${NAME}/berth.yaml`)).toMatch(/^removal: "?BR-0000000009"?$/m);
  const foreign = removal.plan.paths.filter((path) => !made.paths.includes(path));
  expect(foreign).toEqual([`requests/${MADE_BY.request.project}/BR-0000000009.yaml`]);
  expect(removal.plan.paths).not.toContain(`projects/${MADE_BY.request.project}.yaml`);
});

test('its hash can be computed from Git alone, and its cost is what is saved', () => {
  expect(removal.plan.specHash).toBe(specHash(removal.files));
  expect(removal.plan.cost).toMatchObject({ before: made.cost.after, after: 0, delta: -made.cost.after });
  expect(removal.body).toContain('This removes');
});

test('other content of any file that goes is another hash: nothing goes unseen', () => {
  const own = made.paths.filter((path) => path.startsWith('clusters/') || path.startsWith('infrastructure/'));
  assert(
    property(constantFrom(...own), string({ minLength: 1, maxLength: 20 }), (path, more) => {
      const changed = new Map([...STANDING, [path, `${STANDING.get(path)}# ${JSON.stringify(more)}\n`]]);
      expect(removalOver(changed).plan.specHash).not.toBe(removal.plan.specHash);
    }),
    { numRuns: 25 },
  );
});

test('every file that it reads is one that it says it reads', () => {
  const isOurs = isOfEnvironment(NAME);
  const less = new Map([...STANDING].filter(([path]) => isOurs(path) || path === `environments/${NAME}/berth.yaml`));
  expect(removalOver(less).files).toEqual(removal.files);
});
