/*
 * Whether what a Kustomization applied is well. Custom resources are judged as Flux does: by the expressions of
 * `healthCheckExprs` where there are some for the kind, otherwise by kstatus, to which an object without a status is
 * well at once. Of CEL it knows one form, `READY`; any other is refused.
 */
import { fieldsOf, type KubeObject, listOf, textOf } from '../objects.ts';
import { BuildError } from './build.ts';

const READY =
  /^has\(status\.conditions\) && status\.conditions\.exists\(c, c\.type == '(\w+)' && c\.status == '(True|False|Unknown)'\)$/;
/** `failed` and `inProgress`, by which Flux ends or prolongs the wait, are not imitated. */
const FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'current']);

type IsWell = (object: KubeObject) => boolean;

/** Judges the custom resources of one Kustomization. @throws BuildError for what the sandbox does not imitate. */
export function customHealth(kustomization: KubeObject): IsWell {
  const checks = new Map(
    listOf(kustomization['spec'], 'healthCheckExprs').map((fields) => {
      const unknown = Object.keys(fields).find((field) => !FIELDS.has(field));
      if (unknown) throw notImitated(`healthCheckExprs.${unknown}`);
      return [
        kindOf(textOf(fields, 'apiVersion'), textOf(fields, 'kind')),
        compile(textOf(fields, 'current')),
      ] as const;
    }),
  );
  return (object) =>
    !isBehind(object) && (checks.get(kindOf(object.apiVersion, object.kind)) ?? isWellByItself)(object);
}

/** As Flux matches them: whatever the version. */
const kindOf = (apiVersion: string, kind: string) => `${apiVersion.split('/')[0]}/${kind}`;

function compile(expression: string): IsWell {
  const [, type, status] = READY.exec(expression) ?? [];
  if (!type || !status) throw notImitated(`the expression ${expression}`);
  return (object) => hasCondition(object, type, status);
}

const notImitated = (what: string) => new BuildError('BuildFailed', `the sandbox does not imitate ${what}`);

function hasCondition(object: KubeObject, type: string, status: string): boolean {
  return listOf(object['status'], 'conditions').some((c) => c['type'] === type && c['status'] === status);
}

function isBehind(object: KubeObject): boolean {
  const observed = fieldsOf(object, 'status')['observedGeneration'];
  return typeof observed === 'number' && observed !== object.metadata.generation;
}

/** The generic rules of kstatus. */
function isWellByItself(object: KubeObject): boolean {
  const ready = listOf(object['status'], 'conditions').find((c) => c['type'] === 'Ready');
  const isBusy = hasCondition(object, 'Stalled', 'True') || hasCondition(object, 'Reconciling', 'True');
  return !isBusy && (!ready || ready['status'] === 'True');
}
