/** What `${{ … }}` may name: context to property to value. */
export type Contexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

const EXPRESSION = /\$\{\{\s*(.*?)\s*\}\}/g;
const PROPERTY = /^([a-z]+)\.([A-Za-z_][A-Za-z0-9_-]*)$/;

/**
 * Fills in `${{ context.property }}`; a property nobody set is empty, as on GitHub.
 * @throws Error for operators, functions and unknown contexts, which the sandbox does not know.
 */
export function fillIn(text: string, contexts: Contexts): string {
  return text.replaceAll(EXPRESSION, (_whole, expression: string) => {
    const [, context = '', property = ''] = PROPERTY.exec(expression) ?? [];
    const values = contexts[context];
    if (!values) throw new Error(`The sandbox does not know the expression \${{ ${expression} }}`);
    return values[property] ?? '';
  });
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
