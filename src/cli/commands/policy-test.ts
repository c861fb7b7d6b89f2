import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClientError } from '../../clients/client-error.ts';
import { trustAlso } from '../../clients/trust.ts';
import { isTransient } from '../../domain/failures.ts';
import { type PolicyCase, readCases, tryCase } from '../../policy/cases.ts';
import { createPolicyEngine } from '../../policy/create.ts';
import { createEmbeddedEngine } from '../../policy/embedded.ts';
import type { PolicyEngine } from '../../policy/engine.ts';
import type { CliContext } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';
import { readConfig } from '../read-config.ts';

interface TriedCase {
  readonly file: string;
  readonly title: string;
  readonly differences: readonly string[];
}

/** The exit code: `refused` when anything differs. */
export async function testPolicy(
  { print }: Pick<CliContext, 'print'>,
  folder: string,
  { config, json }: { readonly config?: string; readonly json?: boolean },
): Promise<number> {
  return inWords(async () => {
    const engine = engineOf(config);
    const { version } = await engine.version();
    const tried: TriedCase[] = [];
    for (const [file, one] of casesIn(folder)) {
      tried.push({ file, title: one.title, differences: await tryCase(engine, one) });
    }
    const differing = tried.filter(({ differences }) => differences.length > 0);
    if (json) print(JSON.stringify({ policy: version, cases: tried }));
    else {
      for (const one of tried) print(describe(one));
      print(`${tried.length} cases with the policy ${version}: ${differing.length} differ`);
    }
    return differing.length > 0 ? EXIT.refused : EXIT.ok;
  });
}

function engineOf(file: string | undefined): PolicyEngine {
  if (file === undefined) return createEmbeddedEngine();
  const config = readConfig(file);
  if (config.caFile) trustAlso(config.caFile);
  return createPolicyEngine(config);
}

function casesIn(folder: string): [file: string, one: PolicyCase][] {
  const files = filesIn(folder).filter((name) => /\.(ya?ml|json)$/.test(name));
  if (files.length === 0) throw new CliFailure(EXIT.usage, `${folder} has no cases.`, 'berth policy test --help');
  return files
    .toSorted()
    .flatMap((file) =>
      readCases(file, readFileSync(join(folder, file), 'utf8')).map((one) => [file, one] as [string, PolicyCase]),
    );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new CliFailure(EXIT.usage, `${folder} cannot be read: ${(error as Error).message}`);
  }
}

const describe = ({ file, title, differences }: TriedCase): string =>
  differences.length === 0
    ? `✓ ${file}: ${title}`
    : [`✗ ${file}: ${title}`, ...differences.map((line) => `    ${line}`)].join('\n');

async function inWords(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    throw new CliFailure(isTransient(error.type) ? EXIT.unreachable : EXIT.usage, error.message);
  }
}
