/** A person of the sandbox; the demo and every test use these. */
export interface SandboxPerson {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly github?: string;
  readonly slack: string;
  /** Directory password and mailbox password alike; a sandbox holds no real secret. */
  readonly password: string;
  readonly inDirectory: boolean;
  /** Directory groups beside those of projects. */
  readonly groups: readonly string[];
}

const person = (
  id: string,
  name: string,
  github: string | undefined,
  groups: readonly string[] = [],
): SandboxPerson => ({
  id,
  name,
  mail: `${id}@example.test`,
  ...(github ? { github } : {}),
  slack: `U0${id.toUpperCase()}`,
  password: `Sandbox-${id}-1`,
  inDirectory: true,
  groups,
});

export const PEOPLE = {
  dana: person('dana', 'Dana Field', 'dana-field'),
  lee: person('lee', 'Lee Marsh', 'leemarsh'),
  sam: person('sam', 'Sam Okoro', 'sam-okoro', ['berth-support']),
  olga: person('olga', 'Olga Reyes', 'olgareyes', ['berth-operators', 'berth-security']),
  cora: person('cora', 'Cora Lindt', undefined, ['berth-cc-1042-owners']),
  ada: person('ada', 'Ada Wirth', undefined, ['berth-auditors']),
  mallory: {
    id: 'mallory',
    name: 'Mallory',
    mail: 'mallory@outside.test',
    github: 'mallory',
    slack: 'U0MAL',
    password: 'Sandbox-mallory-1',
    inDirectory: false,
    groups: [],
  },
} as const satisfies Record<string, SandboxPerson>;

/** Every group that stands before Berth does anything. */
export const GROUPS: readonly string[] = [
  ...new Set(Object.values<SandboxPerson>(PEOPLE).flatMap(({ groups }) => groups)),
];
