import type { FleetFinding } from '../finding.ts';
import type { FleetTree } from '../tree.ts';

/** Files that cannot be read. No other rule looks at them, so each is said once. */
export function checkSyntax({ parsed }: FleetTree): FleetFinding[] {
  return [...parsed.values()].flatMap(({ broken }) => broken);
}
