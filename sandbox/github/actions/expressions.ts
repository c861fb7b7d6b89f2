/** What `${{ … }}` may name: context to property to value. */
export interface Contexts {
  readonly [name: string]: string | Contexts;
}

const EXPRESSION = /\$\{\{\s*(.*?)\s*\}\}/g;
const PROPERTY = /^[a-z]+(\.[A-Za-z_][A-Za-z0-9_-]*)+$/;

/**
 * Fills in `${{ context.property }}`; a property nobody set is empty, as on GitHub.
 * @throws Error for operators, functions and unknown contexts, which the sandbox does not know.
 */
export function fillIn(text: string, contexts: Contexts): string {
  return text.replaceAll(EXPRESSION, (_whole, expression: string) => valueOf(expression, contexts));
}

function valueOf(expression: string, contexts: Contexts): string {
  const [context = '', ...properties] = expression.split('.');
  if (!PROPERTY.test(expression) || !Object.hasOwn(contexts, context)) {
    throw new Error(`The sandbox does not know the expression \${{ ${expression} }}`);
  }
  let found: string | Contexts | undefined = contexts[context];
  for (const property of properties) found = typeof found === 'object' ? found[property] : undefined;
  return typeof found === 'string' ? found : '';
}

/** Whether an `if:` holds: two properties that are equal. @throws Error for anything else. */
export function holds(condition: string, contexts: Contexts): boolean {
  const [left = '', right, ...more] = condition.split(' == ').map((side) => side.trim());
  if (right === undefined || more.length > 0) throw new Error(`The sandbox does not know the condition ${condition}`);
  return valueOf(left, contexts) === valueOf(right, contexts);
}

export function fillInAll(values: Readonly<Record<string, string>>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fillIn(value, contexts)]));
}

/** Replaces every line of every secret by `***`: logs are masked line by line. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const lines = secrets.flatMap((secret) => secret.split('\n')).map((line) => line.trim());
  const longestFirst = [...new Set(lines)].filter(Boolean).toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}
