import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { berthMay } from '../../sandbox/cluster/rbac.ts';
import { RESOURCES } from '../../sandbox/cluster/resources.ts';
import { DELEGATIONS } from '../../sandbox/directory/delegation.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { ROLES } from '../../src/auth/roles.ts';
import { documentedRulesOf, type RbacRule } from '../../stack/cluster/account.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'permissions.md'), 'utf8');

const rules = documentedRulesOf('Kubernetes');
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'bind', 'escalate'];

/** Every right that a rule could give or the sandbox's cluster could ask for, e.g. `patch namespaces`. */
function rightsWhere(may: (group: string, resource: string, verb: string) => boolean): string[] {
  const review = { group: 'authorization.k8s.io', plural: 'subjectaccessreviews' };
  const secrets = { group: '', plural: 'secrets' };
  return [...RESOURCES, review, secrets].flatMap(({ group, plural }) =>
    VERBS.filter((verb) => may(group, plural, verb)).map((verb) => `${verb} ${plural}${group ? `.${group}` : ''}`),
  );
}

const byRules = (some: readonly RbacRule[]) =>
  rightsWhere((group, resource, verb) =>
    some.some(
      ({ apiGroups, resources, verbs }) =>
        apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb),
    ),
  );

test('the documented ClusterRole gives what the sandbox lets Berth do, and nothing else', () => {
  const documented = byRules(rules.filter(({ resourceNames }) => !resourceNames));
  const held = rightsWhere((group, resource, verb) => berthMay({ group, resource, verb }));
  expect(documented).toContain('create namespaces');
  expect(documented).toEqual(held);
});

test('beside that it binds the roles that walls bind, since the real server asks for it, and nothing else', () => {
  const named = rules.filter(({ resourceNames }) => resourceNames);
  expect(byRules(named)).toEqual(['bind clusterroles.rbac.authorization.k8s.io']);
  expect(named.flatMap(({ resourceNames }) => resourceNames ?? []).toSorted()).toEqual([
    'admin',
    'berth-tenant',
    'edit',
    'view',
  ]);
});

/** What the documented `dsacls` lines grant, as the names of `DELEGATIONS`. */
function documentedDelegations(): string[] {
  const lines = [...page.matchAll(/^dsacls %([PU])% .*$/gm)];
  return lines.flatMap(([line, place]) => {
    const grants = [...line.matchAll(/%B%:(CC|WP|SD|CA);(Reset Password|\w*)(?:;([a-zA-Z]+))?/g)];
    return grants.map(([, right = '', object = '', of = '']) => {
      const what = {
        CC: `make ${object}s`,
        WP: `write ${object} of ${of}s`,
        SD: `move ${of}s`,
        CA: `reset passwords of ${of}s`,
      };
      return `${place === 'P' ? 'projects' : 'people'}: ${what[right as keyof typeof what]}`;
    });
  });
}

test('the documented delegation gives what the directory lets Berth do, and nothing else', () => {
  expect(documentedDelegations().toSorted()).toEqual(DELEGATIONS.map(({ name }) => name).toSorted());
});

/** Calls to GitHub in the sources, e.g. `pulls.merge`. */
function githubCalls(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
  const calls = files.flatMap((file) => [
    ...readFileSync(join(root, 'src', file), 'utf8').matchAll(/\brest\.(\w+\.\w+)/g),
  ]);
  return [...new Set(calls.map(([, call = '']) => call))].toSorted();
}

const github = /^## GitHub\n([\s\S]*?)^## /m.exec(page)?.[1] ?? '';
const callRows = [...github.matchAll(/^\| `(\w+\.\w+)` \| ([^|]+) \|/gm)].map(([, call = '', needs = '']) => ({
  call,
  needs: needs.trim(),
}));

test('every call to GitHub is documented with its permission, and no other', () => {
  expect(callRows.map(({ call }) => call).toSorted()).toEqual(githubCalls());
});

const LEVELS: readonly (string | undefined)[] = ['read', 'write'];

test('the App’s permissions are the highest that its calls need', () => {
  const granted = [...github.matchAll(/^\| ([A-Z][\w ()]+) \| (read|write)\b/gm)].map(
    ([, name = '', level]) => [name.replace(/ \(.*\)/, ''), level] as const,
  );
  const needed = new Map<string, string>();
  for (const { needs } of callRows) {
    const [name = '', level] = needs.split(': ');
    if (level && LEVELS.indexOf(level) > LEVELS.indexOf(needed.get(name))) needed.set(name, level);
  }
  expect(new Map(granted)).toEqual(needed);
});

/** Rows of the table of roles, as `ROLES` has them. */
function documentedRoles(): Record<string, unknown> {
  const [, people = ''] = /^## People\n([\s\S]*?)^### /m.exec(page) ?? [];
  const rows = people.matchAll(/^\| `([\w-]+)` \| [^|]+ \| ([\w-]+) \| ([^|]*)\| ([^|]*)\|$/gm);
  const list = (words: string) => words.split(',').map((word) => word.trim());
  return Object.fromEntries(
    [...rows].map(([, role = '', scope, request = '', beside = '']) => {
      const kinds = beside.split(';').flatMap((part) => (part.trim() ? [part.trim().split(': ')] : []));
      const may = Object.fromEntries(kinds.map(([kind = '', verbs = '']) => [kind, list(verbs)]));
      return [role, { scope, may: { ...(request.trim() ? { request: list(request) } : {}), ...may } }];
    }),
  );
}

test('the documented roles may do what the table of roles says, and nothing else', () => {
  expect(documentedRoles()).toEqual(ROLES);
});

/** Routes of the table with their rights, as `GET /api/me signed-in`. */
function documentedRoutes(): string[] {
  const [, routes = ''] = /^### Routes\n([\s\S]*?)^### /m.exec(page) ?? [];
  const rows = routes.matchAll(/^\| `([\w:-]+)` \| (.+) \|$/gm);
  return [...rows].flatMap(([, right = '', named = '']) =>
    [...named.matchAll(/`([^`]+)`/g)].map(([, route = '']) => `${route} ${right}`),
  );
}

test('the documented routes need the rights that they are declared with, and none is left out', () => {
  const declared = ROUTES.map(({ method, path, right }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')} ${right}`);
  expect(documentedRoutes().toSorted()).toEqual(declared.toSorted());
});
