/** One program of the stack, and how it is obtained. */
export interface Program {
  /** As it is called: `samba`, `kube-apiserver`. */
  readonly name: string;
  /** What stands behind it, in words and with its version: `Debian samba`, `Go k8s.io/kubernetes v1.35.4`. */
  readonly how: string;
  /** Part of the smallest useful set: directory, mail, and clusters with Flux. */
  readonly smallest: boolean;
  /** Where it is now, if it is there. Programs that somebody installed come first. */
  find(): string | undefined;
  /** Obtains it; an interrupted call is resumed by the next. @throws Error that says what to do. */
  install(): Promise<void>;
}

/** Programs that a part needs and this machine lacks: named together, with the command that brings them. */
export class MissingPrograms extends Error {
  constructor(programs: readonly Program[]) {
    const lines = programs.map(({ name, how }) => `  - ${name} (${how})`);
    super(`These programs are missing:\n${lines.join('\n')}\nGet them: npm run stack -- install`);
    this.name = 'MissingPrograms';
  }
}

/** The paths of all, by name. @throws MissingPrograms */
export function pathsOf<N extends string>(programs: Readonly<Record<N, Program>>): Record<N, string> {
  const all = Object.entries<Program>(programs);
  const missing = all.map(([, program]) => program).filter((program) => program.find() === undefined);
  if (missing.length > 0) throw new MissingPrograms(missing);
  return Object.fromEntries(all.map(([name, program]) => [name, program.find()])) as Record<N, string>;
}
