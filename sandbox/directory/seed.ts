import { GROUPS, PEOPLE, type SandboxPerson } from '../people.ts';
import { type Domain, SERVER_NAMES } from './domain.ts';
import type { NamedValues } from './entry.ts';

export const BASE_DN = 'DC=ad,DC=example,DC=test';
export const PEOPLE_CONTAINER = `CN=Users,${BASE_DN}`;
export const PROJECTS_OU = `OU=Projects,${BASE_DN}`;
export const REALM = 'ad.example.test';
export const NETBIOS = 'EXAMPLE';
/** Berth's own account; a sandbox holds no real secret. */
export const SERVICE_ACCOUNT = 'berth-svc';
export const SERVICE_PASSWORD = 'Sandbox-service-1';

const GLOBAL_SECURITY = '-2147483646';
const USER_CLASSES = ['top', 'person', 'organizationalPerson', 'user'];

/** The domain as it stands before Berth does anything. */
export function seedDomain(domain: Domain): void {
  put(domain, BASE_DN, { objectClass: ['top', 'domain'] });
  put(domain, PEOPLE_CONTAINER, { objectClass: ['top', 'container'] });
  put(domain, PROJECTS_OU, { objectClass: ['top', 'organizationalUnit'] });
  put(domain, `OU=Services,${BASE_DN}`, { objectClass: ['top', 'organizationalUnit'] });
  put(domain, `CN=Administrator,${PEOPLE_CONTAINER}`, account('Administrator', { adminCount: ['1'] }));
  put(domain, `CN=Berth,OU=Services,${BASE_DN}`, account(SERVICE_ACCOUNT, {}), SERVICE_PASSWORD);
  const people = Object.values<SandboxPerson>(PEOPLE).filter((person) => person.inDirectory);
  for (const person of people) put(domain, personDn(person), personAttributes(person), person.password);
  for (const group of GROUPS) putGroup(domain, group, people);
}

const personDn = (person: SandboxPerson) => `CN=${person.name},${PEOPLE_CONTAINER}`;

function personAttributes(person: SandboxPerson): Record<string, string[]> {
  return account(person.id, {
    displayName: [person.name],
    mail: [person.mail],
    ...(person.github ? { uid: [person.github] } : {}),
  });
}

function account(id: string, more: Record<string, string[]>): Record<string, string[]> {
  return {
    objectClass: USER_CLASSES,
    sAMAccountName: [id],
    userPrincipalName: [`${id}@${REALM}`],
    userAccountControl: ['512'],
    ...more,
  };
}

function putGroup(domain: Domain, name: string, people: readonly SandboxPerson[]): void {
  const member = people.filter((person) => person.groups.includes(name)).map(personDn);
  put(domain, `CN=${name},${PEOPLE_CONTAINER}`, {
    objectClass: ['top', 'group'],
    sAMAccountName: [name],
    groupType: [GLOBAL_SECURITY],
    ...(member.length > 0 ? { member } : {}),
  });
}

function put(domain: Domain, dn: string, attributes: Record<string, string[]>, password?: string): void {
  const birth = domain.birth();
  const given: NamedValues[] = Object.entries(attributes).map(([name, values]) => ({
    name,
    values: values.map((value) => Buffer.from(value)),
  }));
  if (password !== undefined) given.push({ name: 'pwdLastSet', values: [Buffer.from(domain.tick())] });
  for (const server of SERVER_NAMES) domain.store(server).seed(dn, given, birth, password);
}
