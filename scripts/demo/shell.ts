import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { PLAYED } from './selections.ts';

/** A working day: the demo may stay up that long. */
const TOKEN_SECONDS = 12 * 3600;
const ROOT = join(import.meta.dirname, '..', '..');

/** How people use the `berth` command in another terminal: one small file each to read into a shell. */
export class Shells {
  /** As typed from the project's folder. */
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = relative(process.cwd(), folder);
  }

  /** Writes the files; they hold tokens of the sandbox, so only their owner reads them. */
  static async write(sandbox: Sandbox, folder: string): Promise<Shells> {
    for (const person of Object.values<SandboxPerson>(PEOPLE).filter(({ inDirectory }) => inDirectory)) {
      const token = await sandbox.issuer.tokenFor(person.id, { ttl: TOKEN_SECONDS });
      writeFileSync(join(folder, fileName(person)), shellFile(person, sandbox.apiUrl, token), { mode: 0o600 });
    }
    writeFileSync(join(folder, 'selection.yaml'), stringify(PLAYED.selection));
    return new Shells(folder);
  }

  /** What to type to become a person: `. .berth/demo-x/as-sam.sh`. */
  become(person: SandboxPerson): string {
    return `. ${join(this.#folder, fileName(person))}`;
  }

  /** A selection for `berth select -f`. */
  selectionFile(): string {
    return join(this.#folder, 'selection.yaml');
  }
}

const fileName = ({ id }: SandboxPerson) => `as-${id}.sh`;

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function shellFile({ name }: SandboxPerson, api: string, token: string): string {
  return `# Makes the berth command of this shell act as ${name}.
export BERTH_API=${api}
export BERTH_TOKEN=${token}
berth() { ${quoted(process.execPath)} ${quoted(join(ROOT, 'src', 'cli', 'main.ts'))} "$@"; }
`;
}
