import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.ts';
import { partsToStart } from '../../stack/commands/parts.ts';

const root = join(import.meta.dirname, '..', '..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: { readonly target: string };
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly user?: string;
  readonly privileged?: boolean;
}

const compose = parse(text('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
};
const own = Object.entries(compose.services).filter(([, service]) => service.build);
const FOLDER = '/var/lib/berth';
const CONFIG = `${FOLDER}/config/berth.yaml`;
/** Temporal, which both variants have. */
const COMMON = ['postgresql', 'temporal', 'temporal-ui', 'search-attributes'];

/** Each variant: what is around Berth, and Berth. */
const VARIANTS = [
  { profile: 'sandbox', around: 'sandbox', worker: 'worker', api: 'api' },
  { profile: 'stack', around: 'stack', worker: 'stack-worker', api: 'stack-api' },
] as const;

/** By the rule of Compose: what has no profile, and what has this one. */
const startedBy = (profile: string) =>
  Object.entries(compose.services).flatMap(([name, { profiles }]) =>
    (profiles?.includes(profile) ?? true) ? [name] : [],
  );

/** The stages of the Dockerfile by name: what they start from, and their lines. */
function stages(): Map<string, { readonly from: string; readonly lines: readonly string[] }> {
  const parts = text('Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  return new Map(
    parts.map((part) => {
      const [first = '', ...lines] = part.split('\n');
      const [from = '', name = ''] = first.split(' AS ');
      return [name, { from, lines }];
    }),
  );
}

/** Everything that was done to the image, from its first stage on. */
function linesOf(target: string): readonly string[] {
  const stage = stages().get(target);
  return stage ? [...linesOf(stage.from), ...stage.lines] : [];
}

const userOf = (target: string) => linesOf(target).findLast((line) => line.startsWith('USER '));

test('the file is valid by the Compose specification', () => {
  const dclint = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  const schema = JSON.parse(readFileSync(join(dclint, 'schemas', 'compose.schema.json'), 'utf8')) as object;
  // Ajv knows the draft by its http address only.
  Object.assign(schema, { $schema: 'http://json-schema.org/draft-07/schema#' });
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(schema);
  validate(compose);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ services: { api: { imagee: 'x' } } })).toBe(false);
});

test.each(VARIANTS)('the profile $profile starts exactly one variant of everything', (variant) => {
  const { profile, around, worker, api } = variant;
  expect(startedBy(profile).toSorted()).toEqual([...COMMON, around, worker, api].toSorted());
});

test('without a word the sandbox is started', () => {
  expect(text('.env')).toMatch(/^COMPOSE_PROFILES=sandbox$/m);
  expect(text('.gitignore')).not.toMatch(/^\.env$/m);
});

test('what is Berth’s own is built here, and belongs to a variant', () => {
  expect(own.map(([name]) => name).toSorted()).toEqual(
    VARIANTS.flatMap(({ around, worker, api }) => [around, worker, api]).toSorted(),
  );
});

test.each(own)('%s: its command starts a file that exists, with options which that file knows', (_, service) => {
  const [entry = '', ...args] = service.command ?? [];
  // Worker and API have their flag in common.
  const source = text(entry) + text('src/command-line.ts');
  const options = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split('=')[0] ?? '');
  expect(options.length).toBeGreaterThan(0);
  expect(options.filter((option) => !new RegExp(`['"]?\\b${option}['"]?: \\{ type:`).test(source))).toEqual([]);
});

test.each(own)('%s: its image has the file, and its target exists', (_, service) => {
  const [folder] = (service.command?.[0] ?? '').split('/');
  expect(linesOf(service.build?.target ?? '')).toContain(`COPY ${folder} ./${folder}`);
});

test('the stack is told parts that its image has the programs of', () => {
  const [, command, ...args] = compose.services['stack']?.command ?? [];
  const parts = args.filter((arg) => !arg.startsWith('--'));
  expect(command).toBe('run');
  expect(partsToStart(parts)).toEqual({ parts });
  expect(linesOf('stack').join('\n')).toContain(`node stack/main.ts install ${parts.join(' ')} `);
});

test.each(VARIANTS)('$profile: the configuration lies in a volume that only $around writes', (variant) => {
  const { around, worker, api } = variant;
  const { command, volumes = [] } = compose.services[around] ?? {};
  const volume = volumes.find((mount) => mount.endsWith(`:${FOLDER}`))?.split(':')[0];
  expect(volume).toBeDefined();
  expect(command).toContain(`--folder=${FOLDER}`);
  for (const name of [worker, api]) {
    expect(compose.services[name]?.command).toContain(CONFIG);
    expect(compose.services[name]?.volumes).toEqual([`${volume}:${FOLDER}:ro`]);
    expect(compose.services[name]?.network_mode).toBe(`service:${around}`);
    // A network that is shared ends with its owner, so whoever shares it is started again with it.
    expect(compose.services[name]?.depends_on).toEqual({ [around]: { condition: 'service_healthy', restart: true } });
  }
});

test('the sandbox is healthy once its configuration is written, the stack once all its servers are ready', () => {
  expect(compose.services['sandbox']?.healthcheck?.test).toEqual(['CMD', 'test', '-f', CONFIG]);
  expect(text('sandbox/start.ts')).toContain("join(options.folder, 'config')");
  const status = ['CMD', 'node', 'stack/main.ts', 'status', `--folder=${FOLDER}`];
  expect(compose.services['stack']?.healthcheck?.test).toEqual(status);
});

test.each(VARIANTS)('$profile: the published port is the one on which the API listens', ({ around }) => {
  expect(compose.services[around]?.command).toContain('--api-port=8080');
  expect(compose.services[around]?.command).toContain('--api-host=0.0.0.0');
  expect(compose.services[around]?.ports).toEqual(['127.0.0.1:8080:8080']);
});

test('only the stack is root, and no more than its capabilities let it', () => {
  const isRoot = ({ build, user }: Service) => user !== undefined || userOf(build?.target ?? '') !== 'USER node';
  expect(own.filter(([, service]) => isRoot(service)).map(([name]) => name)).toEqual(['stack']);
  for (const [, service] of own) {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.privileged).toBeUndefined();
  }
  const confined = own.filter(([name]) => name !== 'stack');
  expect(confined.filter(([, { cap_add, read_only }]) => cap_add !== undefined || read_only !== true)).toEqual([]);
});

test('the worker has what it bundles its workflows with, and a place to unpack it', () => {
  for (const { build, tmpfs } of own.map(([, service]) => service).filter(({ read_only }) => read_only)) {
    const [, stage] =
      linesOf(build?.target ?? '')
        .join('\n')
        .match(/^COPY --from=(\S+) \S+ \.\/node_modules$/m) ?? [];
    expect(linesOf(stage ?? '').join('\n')).toMatch(/^RUN npm ci (?!.*omit=optional)/m);
    expect(tmpfs).toEqual(['/tmp:exec']);
  }
});

test('every image is pinned to a digest, or at least to one version', () => {
  const bases = [...stages().values()].map(({ from }) => from).filter((from) => !stages().has(from));
  const images = Object.values(compose.services).flatMap(({ image }) => (image ? [image] : []));
  expect(bases.length).toBe(1);
  expect(bases.filter((image) => !/:\d+\.\d+\.\d+-\w+-slim@sha256:[0-9a-f]{64}$/.test(image))).toEqual([]);
  expect(
    images.filter((image) => !/:\d+\.\d+(\.\d+)?(-\w+)?@sha256:[0-9a-f]{64}$|:\d+\.\d+\.\d+$/.test(image)),
  ).toEqual([]);
});

test('every port is published on loopback only', () => {
  const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('every named volume and every service that is waited for exists', () => {
  const services = Object.values(compose.services);
  const volumes = services.flatMap((service) => service.volumes ?? []).map((mount) => mount.split(':')[0] ?? '');
  expect(volumes.filter((name) => !(name in compose.volumes))).toEqual([]);
  const awaited = services.flatMap((service) => Object.keys(service.depends_on ?? {}));
  expect(awaited.filter((name) => !(name in compose.services))).toEqual([]);
});

test('exactly the search attributes of the domain are registered', () => {
  const kinds = { KEYWORD: 'Keyword', KEYWORD_LIST: 'KeywordList', DATETIME: 'Datetime', DOUBLE: 'Double' };
  const expected = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, kind]) => [
    `--name=${name}`,
    `--type=${kinds[kind]}`,
  ]);
  expect(compose.services['search-attributes']?.command).toEqual(expected);
});

test('the API has the portal as it is built from all that a build reads', () => {
  expect(linesOf('berth')).toContain('COPY --from=portal /opt/berth/dist ./dist');
  const portal = linesOf('portal');
  expect(portal).toEqual(expect.arrayContaining(['COPY portal ./portal', 'COPY src ./src', 'COPY scripts ./scripts']));
  expect(portal.findLast((line) => line.startsWith('RUN '))).toBe('RUN node scripts/build-portal.ts');
  expect(userOf('berth')).toBe('USER node');
});

test('what the images copy exists', () => {
  const copied = [...text('Dockerfile').matchAll(/^COPY (?!--from=)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  expect(copied.length).toBeGreaterThan(0);
  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
