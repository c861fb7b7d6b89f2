import { projectPath } from '../../domain/fleet-settings.ts';
import type { FleetChange } from '../change.ts';
import { type FleetFinding, refuse } from '../finding.ts';
import { ownerOf } from '../paths.ts';

const MEND = 'Split it: Berth makes one pull request for each request, people others for the platform.';

/** A pull request is of one environment, its request and its project; or of the platform alone. */
export function checkOneEnvironment({ paths }: FleetChange): FleetFinding[] {
  const owned = [...paths.keys()].map((path) => ({ path, owner: ownerOf(path) }));
  const environments = new Map(
    owned.flatMap(({ path, owner }) => (owner.kind === 'environment' ? [[owner.environment, path] as const] : [])),
  );
  const [first, ...others] = environments.keys();
  const wrong = (path: string, what: string) => refuse('one-environment', { path, line: 1 }, what, MEND);
  if (first === undefined) {
    const requests = owned.filter(({ owner }) => owner.kind === 'request');
    return requests.map(({ path }) => wrong(path, 'is changed without an environment of its own'));
  }
  const foreign = owned.filter(({ path, owner }) => !belongsTo(first, path, owner));
  return [
    ...others.map((name) => wrong(environments.get(name) ?? '', `is of ${name}, beside files of ${first}`)),
    ...foreign.map(({ path }) => wrong(path, `does not belong to ${first}`)),
  ];
}

function belongsTo(environment: string, path: string, owner: ReturnType<typeof ownerOf>): boolean {
  // Two environments are one finding each, not one a file.
  if (owner.kind === 'environment') return true;
  const project = environment.replace(/-[^-]+$/, '');
  return path === projectPath(project) || (owner.kind === 'request' && owner.project === project);
}
