/* Two hundred environments in one repository: no two requests meet, and each fails alone. */
import type { Stage } from '../../src/domain/selection.ts';
import { checkFleet } from '../../src/fleet/check.ts';
import { describeFinding } from '../../src/fleet/finding.ts';
import { emptyFleet, renderOn } from '../support/fleet-files.ts';

const COUNT = 200;
/** More than two thousand files, on a busy machine too. */
const WITHIN_MS = 240_000;
const EMPTY = emptyFleet();

const reference = (n: number) => `BR-${String(n).padStart(10, '0')}`;
const project = (n: number) => `team-${String(n).padStart(3, '0')}`;

/** Small ones on one cluster or two, so that all have room: what it is about is files. */
function changesOf(n: number) {
  const [stage, regions]: [Stage, string[]] = n % 3 === 0 ? ['dev', ['east']] : ['prod', ['east', 'west']];
  const items =
    n % 2 === 0
      ? [{ item: 'cache', parameters: {} }]
      : [{ item: 'ingress', parameters: { host: `${project(n)}.example.test` } }];
  return {
    request: { reference: reference(n), project: project(n) },
    selection: { stage, regions, size: 'XS' as const, items },
  };
}

const rendered = Array.from({ length: COUNT }, (_, n) => renderOn(EMPTY, changesOf(n)));
const fleet = new Map([
  ...EMPTY,
  ...rendered.flatMap(({ files }) => files.map(({ path, content }) => [path, content] as const)),
]);

test('no path is written by two requests, so no two pull requests can conflict', () => {
  const writers = new Map<string, number>();
  for (const { files } of rendered) for (const { path } of files) writers.set(path, (writers.get(path) ?? 0) + 1);
  expect([...writers].filter(([, count]) => count > 1)).toEqual([]);
  expect(writers.size).toBeGreaterThan(COUNT * 8);
  // Nor is one that everybody shares.
  expect([...writers.keys()].filter((path) => EMPTY.has(path))).toEqual([]);
});

test(
  'all of them together pass',
  async () => {
    expect(checkFleet(fleet).map(describeFinding)).toEqual([]);
  },
  WITHIN_MS,
);

test('the last one renders to the same files whether it comes first or after all the others', () => {
  const last = COUNT - 1;
  const mine = new Set(rendered[last]?.files.map(({ path }) => path));
  const others = new Map([...fleet].filter(([path]) => !mine.has(path)));
  expect(renderOn(others, changesOf(last)).files).toEqual(rendered[last]?.files);
});

test(
  'of broken files in config/ each is said, and of the other 198 environments nothing',
  async () => {
    const broken = [
      'clusters/cluster-east-prod/config/team-007-prod.yaml',
      'clusters/cluster-east-dev/config/team-099-dev.yaml',
    ];
    for (const path of broken) expect(fleet.has(path)).toBe(true);
    const files = new Map([...fleet, ...broken.map((path) => [path, 'kind: [\n'] as const)]);
    expect(checkFleet(files).map(({ rule, path }) => `${rule} ${path}`)).toEqual(
      broken.toSorted().map((path) => `syntax ${path}`),
    );
  },
  WITHIN_MS,
);
