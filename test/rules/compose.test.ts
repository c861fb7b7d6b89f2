import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.ts';

const root = join(import.meta.dirname, '..', '..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Service {
  readonly build?: { readonly target: string };
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

const compose = parse(text('docker-compose.yml')) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
};
const own = Object.entries(compose.services).filter(([, service]) => service.build);

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

test('worker, api and sandbox are built here', () => {
  expect(own.map(([name]) => name).toSorted()).toEqual(['api', 'sandbox', 'worker']);
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
  const dockerfile = text('Dockerfile');
  const stage = dockerfile
    .split(/^FROM /m)
    .find((part) => part.split('\n')[0]?.endsWith(` AS ${service.build?.target}`));
  const [folder] = (service.command?.[0] ?? '').split('/');
  expect(stage).toContain(`COPY ${folder} ./${folder}`);
  expect(stage).toContain('USER node');
});

test('the configuration lies in a volume that the sandbox writes', () => {
  const folder = '/var/lib/berth';
  expect(compose.services.sandbox?.command).toContain(`--folder=${folder}`);
  for (const name of ['worker', 'api']) {
    expect(compose.services[name]?.command).toContain(`${folder}/config/berth.yaml`);
    expect(compose.services[name]?.volumes).toEqual([`sandbox:${folder}:ro`]);
    expect(compose.services[name]?.network_mode).toBe('service:sandbox');
  }
  expect(text('sandbox/start.ts')).toContain("join(options.folder, 'config')");
});

test('the published port is the one on which the API listens', () => {
  expect(compose.services.sandbox?.command).toContain('--api-port=8080');
  expect(compose.services.sandbox?.command).toContain('--api-host=0.0.0.0');
  expect(compose.services.sandbox?.ports).toEqual(['127.0.0.1:8080:8080']);
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

test('what the images copy exists', () => {
  const copied = [...text('Dockerfile').matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));
  expect(copied.length).toBeGreaterThan(0);
  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
