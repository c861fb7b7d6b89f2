import type { FleetSnapshot } from '../fleet.ts';
import { readEnvironments, readProject } from '../fleet-settings.ts';
import { environmentName } from '../naming.ts';
import type { Problem, SelectedRequest } from '../request.ts';

/** As Kubernetes has it; the cost centre becomes a label of every object. */
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** The name of a project whose last environment was removed is never used again. */
export function checkTombstone(project: string, snapshot: FleetSnapshot): Problem[] {
  const removed = readProject(snapshot, project)?.removed;
  if (removed === undefined) return [];
  const what = `${project} was removed by ${removed}, and a name is never used again`;
  return [{ where: 'project', what, mend: 'Choose another name.' }];
}

/** Names that belong to somebody else are never taken over silently. */
export function checkOwnership(input: SelectedRequest, snapshot: FleetSnapshot): Problem[] {
  return [...checkEnvironment(input, snapshot), ...checkProject(input, snapshot), ...checkCostCentre(input)];
}

function checkEnvironment({ request, selection }: SelectedRequest, snapshot: FleetSnapshot): Problem[] {
  const name = environmentName(request.project, selection.stage);
  const standing = readEnvironments(snapshot).find((environment) => environment.name === name);
  if (!standing || standing.request === request.reference) return [];
  if (standing.removal !== undefined) {
    const what = `${name} is being removed by ${standing.removal}`;
    return [{ where: 'stage', what, mend: 'Ask again when that is done, or choose another stage.' }];
  }
  const what = `${name} exists already, made by ${standing.request}`;
  return [{ where: 'stage', what, mend: 'Choose another stage.' }];
}

function checkProject({ request }: SelectedRequest, snapshot: FleetSnapshot): Problem[] {
  const gone = checkTombstone(request.project, snapshot);
  if (gone.length > 0) return gone;
  const standing = readProject(snapshot, request.project);
  if (!standing || standing.request === request.reference) return [];
  const problems: Problem[] = [];
  if (!standing.leads.includes(request.lead)) {
    const what = `${request.project} exists already and ${request.lead} does not lead it`;
    problems.push({
      where: 'lead',
      what,
      mend: `Name one of: ${standing.leads.join(', ')}; or choose another project.`,
    });
  }
  if (standing.costCentre !== request.costCentre) {
    const what = `${request.project} exists already with cost centre ${standing.costCentre}`;
    problems.push({ where: 'costCentre', what, mend: `Say ${standing.costCentre}, or choose another project.` });
  }
  return problems;
}

function checkCostCentre({ request }: SelectedRequest): Problem[] {
  if (LABEL_VALUE.test(request.costCentre)) return [];
  const mend = 'Use up to 63 letters, digits, ".", "_" and "-", such as CC-1042.';
  return [{ where: 'costCentre', what: 'cannot be a label of Kubernetes objects', mend }];
}
