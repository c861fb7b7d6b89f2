import { fleetFiles } from '../sandbox/fleet.ts';

/** The sandbox's fleet with every cluster left to OpenTofu: its profiles have others, to show them all. */
export function stackFleetFiles(): ReadonlyMap<string, string> {
  const files = [...fleetFiles()].map(
    ([path, content]) => [path, content.replace(/^executor: .*$/m, 'executor: opentofu')] as const,
  );
  return new Map(files);
}
