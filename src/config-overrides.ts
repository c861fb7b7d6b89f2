import { parse } from 'yaml';
import { compare } from './domain/compare.ts';

type Settings = Record<string, unknown>;
type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'BERTH_';
const LEVEL = '__';

/**
 * `settings` with what the environment overrides: every variable that starts with `BERTH_` and has a double underscore,
 * which parts the levels: `BERTH_SMTP__URL`, `BERTH_MAILBOXES__0__USER`, `BERTH_CLUSTERS__CLUSTER_EAST_PROD__KUBECONFIG_FILE`,
 * and for the top level `BERTH__PUBLIC_URL`. Values are YAML, so a whole block can be given; `null` takes a setting out.
 * @throws Error that names the variable whose value is not YAML.
 */
export function withOverrides(settings: unknown, environment: Environment): unknown {
  const overrides = Object.entries(environment).filter(([name]) => name.startsWith(PREFIX) && name.includes(LEVEL));
  const result: unknown = structuredClone(settings);
  for (const [name, text] of overrides.toSorted(([a], [b]) => compare(a, b))) {
    const path = name
      .slice(PREFIX.length)
      .split(LEVEL)
      .map((part) => part.replace(/^_+/, ''));
    put(
      result,
      path.filter((part) => part !== ''),
      valueOf(name, text ?? ''),
    );
  }
  return result;
}

function valueOf(name: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${name} is not YAML: ${(error as Error).message}`, { cause: error });
  }
}

/** Makes the levels that are not there yet; what is no block of settings stays, for the check to refuse. */
function put(at: unknown, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (at === null || typeof at !== 'object') return;
  const block = at as Settings;
  const key = keyOf(block, first);
  if (rest.length > 0) {
    block[key] ??= {};
    put(block[key], rest, value);
  } else if (value === null) delete block[key];
  else block[key] = value;
}

/** The key that is there already, whatever its spelling, else the name in the spelling of `berth.yaml`. */
function keyOf(block: Settings, name: string): string {
  const present = Object.keys(block).find((key) => bare(key) === bare(name));
  return present ?? name.toLowerCase().replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const bare = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();
