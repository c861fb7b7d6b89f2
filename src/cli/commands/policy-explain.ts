import { parse } from 'yaml';
import { describeAssessment } from '../../domain/policy-text.ts';
import type { PolicyExplanation } from '../../intake/explain-policy.ts';
import { type CliContext, requestPath } from '../context.ts';
import { CliFailure, EXIT } from '../failures.ts';

export async function explainPolicy(
  { api, print }: CliContext,
  reference: string,
  { whatIf = [], json }: { readonly whatIf?: readonly string[]; readonly json?: boolean },
): Promise<void> {
  const body = { whatIf: Object.fromEntries(whatIf.map(readWish)) };
  const explanation = await api.post<PolicyExplanation>(requestPath(reference, 'policy'), body);
  print(json ? JSON.stringify(explanation) : describe(explanation, whatIf));
}

function describe({ nothing, now, whatIf }: PolicyExplanation, wishes: readonly string[]): string {
  if (!now) return nothing ?? '';
  const changes = whatIf && (whatIf.changes.length > 0 ? whatIf.changes : ['nothing else would be asked']);
  const other = changes ? ['', `With ${wishes.join(' and ')}:`, ...changes.map((line) => `  ${line}`)] : [];
  return [...describeAssessment(now), ...other].join('\n');
}

/** `cost.delta=900`; what stands behind the sign is YAML, so that numbers, lists and words are what they look like. */
function readWish(wish: string): [path: string, value: unknown] {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(wish) ?? [];
  if (path === undefined || value === undefined) throw unreadable(wish);
  try {
    return [path, parse(value)];
  } catch {
    throw unreadable(wish);
  }
}

const unreadable = (wish: string) =>
  new CliFailure(
    EXIT.usage,
    `"${wish}" is not path=value.`,
    'berth policy explain BR-7F3K2M9QXA --what-if cost.delta=900',
  );
