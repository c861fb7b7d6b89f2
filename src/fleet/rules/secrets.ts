import { type FleetFinding, refuse } from '../finding.ts';
import { type FleetObject, textAt } from '../objects.ts';
import { type FleetTree, objectsOf } from '../tree.ts';

const MEND =
  'Let an operator in the cluster or External Secrets make it; what was pushed is no secret any more, so replace it too.';
/** As SOPS writes values. */
const ENCRYPTED = /^ENC\[/;

/** Secrets that anybody who reads the repository can read. */
export function checkSecrets(tree: FleetTree): FleetFinding[] {
  return [...tree.parsed.keys()].flatMap((path) => objectsOf(tree, path).flatMap(checkObject));
}

function checkObject({ value, place }: FleetObject): FleetFinding[] {
  if (value['secretGenerator'] !== undefined) {
    return [refuse('secret', place('secretGenerator'), 'makes a Secret of what stands in Git', MEND)];
  }
  if (value['kind'] !== 'Secret' || value['apiVersion'] !== 'v1' || isEncrypted(value)) return [];
  const name = textAt(value, 'metadata', 'name');
  return [refuse('secret', place('kind'), `Secret ${name} is not encrypted`, MEND)];
}

/** Holds nothing, or by SOPS every value encrypted. */
function isEncrypted(secret: FleetObject['value']): boolean {
  const values = ['data', 'stringData'].flatMap((part) => Object.values(secret[part] ?? {}) as unknown[]);
  const hidden = values.every((value) => typeof value === 'string' && ENCRYPTED.test(value));
  return values.length === 0 || (hidden && secret['sops'] !== undefined);
}
