/** What a rendered `main.tf.json` may hold: whatever else OpenTofu would carry out is refused before it is started. */
import { OPENTOFU_PROVIDERS } from '../domain/render/opentofu.ts';
import { InfrastructureError } from './error.ts';

interface MainFile {
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, { readonly source?: string }>> };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** One resource as declared. */
export interface DeclaredResource {
  /** `<type>.<name>` */
  readonly address: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const SOURCES: ReadonlySet<string | undefined> = new Set(Object.values(OPENTOFU_PROVIDERS).map(({ source }) => source));
/**
 * What a resource may say about itself that is more than a value: these start programs, choose other credentials, or
 * make another number of it than one.
 */
const HARMFUL = ['provisioner', 'connection', 'provider', 'lifecycle', 'count', 'for_each'];

/**
 * The resources of a rendered file, which holds nothing else.
 * @throws InfrastructureError `ProvisioningFailed`
 */
export function readDeclared(mainFile: string): DeclaredResource[] {
  const file = parse(mainFile);
  refuse('', Object.keys(file), ['terraform', 'resource']);
  refuse('terraform.', Object.keys(file.terraform ?? {}), ['required_version', 'required_providers']);
  const foreign = Object.values(file.terraform?.required_providers ?? {}).find(({ source }) => !SOURCES.has(source));
  if (foreign) throw wrong(`asks for the provider ${foreign.source}, which is not allowed`);
  const declared = Object.entries(file.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ address: `${type}.${name}`, type, body })),
  );
  for (const { address, body } of declared) {
    const harmful = HARMFUL.find((key) => key in body);
    if (harmful) throw wrong(`has ${address}.${harmful}, which Berth never writes`);
  }
  return declared;
}

function parse(text: string): MainFile {
  try {
    return JSON.parse(text) as MainFile;
  } catch {
    throw wrong(`is not JSON: ${text.slice(0, 100)}`);
  }
}

function refuse(where: string, keys: readonly string[], known: readonly string[]): void {
  const strange = keys.filter((key) => !known.includes(key));
  if (strange.length > 0) throw wrong(`has ${where}${strange.join(', ')}, which Berth never writes`);
}

const wrong = (what: string) => new InfrastructureError('ProvisioningFailed', `main.tf.json ${what}`);
