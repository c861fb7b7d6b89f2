/* What stands in the domain before Berth does anything: the same people, groups and places as in the sandbox's. */
import { Attribute, type Client } from 'ldapts';
import {
  BASE_DN,
  PEOPLE_CONTAINER,
  PROJECTS_OU,
  REALM,
  SERVICE_ACCOUNT,
  SERVICE_PASSWORD,
} from '../../sandbox/directory/seed.ts';
import { GROUPS, PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';

/** An entry as it is added, in order. */
export interface SeedEntry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly password?: string;
}

export const SERVICES_OU = `OU=Services,${BASE_DN}`;
export const SERVICE_DN = `CN=Berth,${SERVICES_OU}`;
const GLOBAL_SECURITY = '-2147483646';
const ENABLED = '512';

/** Everything that is added to a new domain. */
export function seedEntries(): SeedEntry[] {
  const people = Object.values<SandboxPerson>(PEOPLE).filter((person) => person.inDirectory);
  return [
    ou(PROJECTS_OU),
    ou(SERVICES_OU),
    user(SERVICE_DN, SERVICE_ACCOUNT, {}, SERVICE_PASSWORD),
    ...people.map((person) => user(personDn(person), person.id, attributesOf(person), person.password)),
    ...GROUPS.map((name) => group(name, people)),
  ];
}

export async function addEntries(client: Client, entries: readonly SeedEntry[]): Promise<void> {
  for (const { dn, attributes, password } of entries) {
    const given = Object.entries(attributes).map(([type, values]) => new Attribute({ type, values: [...values] }));
    await client.add(dn, password === undefined ? given : [...given, passwordOf(password)]);
  }
}

const personDn = ({ name }: SandboxPerson) => `CN=${name},${PEOPLE_CONTAINER}`;

function attributesOf({ name, mail, github }: SandboxPerson): Record<string, string[]> {
  return { displayName: [name], mail: [mail], ...(github ? { uid: [github] } : {}) };
}

function ou(dn: string): SeedEntry {
  return { dn, attributes: { objectClass: ['top', 'organizationalUnit'] } };
}

function user(dn: string, id: string, more: Record<string, string[]>, password: string): SeedEntry {
  const attributes = {
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    sAMAccountName: [id],
    userPrincipalName: [`${id}@${REALM}`],
    userAccountControl: [ENABLED],
    ...more,
  };
  return { dn, attributes, password };
}

function group(name: string, people: readonly SandboxPerson[]): SeedEntry {
  const member = people.filter(({ groups }) => groups.includes(name)).map(personDn);
  const attributes = { objectClass: ['top', 'group'], sAMAccountName: [name], groupType: [GLOBAL_SECURITY] };
  return {
    dn: `CN=${name},${PEOPLE_CONTAINER}`,
    attributes: { ...attributes, ...(member.length > 0 ? { member } : {}) },
  };
}

const passwordOf = (password: string) =>
  new Attribute({ type: 'unicodePwd', values: [Buffer.from(`"${password}"`, 'utf16le')] });
