import { Document, isScalar, Scalar, visit } from 'yaml';

/** Words and letters that no YAML reader, old or new, takes for anything but text. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*$/;
/** What YAML 1.1 or 1.2 takes for a boolean, a null or a number although it starts with a letter; some readers take `E0` for a number. */
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null|nan|inf|e[-+]?[0-9_]+)$/i;

/**
 * Writes a document that reads back the same under YAML 1.1 (Kubernetes' and Flux' readers) and 1.2: any text that is
 * not plainly a word is in double quotes, on one line. Keys are sorted, so that equal values give equal files.
 */
export function toYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false, sortMapEntries: true, version: '1.2' });
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string') node.type = quoting(node.value);
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Several documents in one file. */
export function toYamlStream(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

function quoting(text: string): 'PLAIN' | 'QUOTE_DOUBLE' {
  return PLAIN.test(text) && !AMBIGUOUS.test(text) ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
}
