import { PROGRAMS } from '../programs/index.ts';
import type { Program } from '../programs/program.ts';
import type { CommandInput } from './command.ts';

/** Obtains what is missing, one after the other; goes on after a failure and names all of them at the end. */
export async function install({ smallest }: CommandInput): Promise<number> {
  const wanted = PROGRAMS.filter((program) => program.smallest || !smallest);
  const failures: string[] = [];
  for (const [i, program] of wanted.entries()) {
    const failed = await obtain(program, `${i + 1}/${wanted.length}`);
    if (failed !== undefined) failures.push(`${program.name}: ${failed}`);
  }
  if (failures.length === 0) return 0;
  console.error(`\nNot obtained:\n${failures.map((failure) => `- ${failure}`).join('\n')}`);
  console.error('Once that is mended, type it again: it goes on where it stopped.');
  return 1;
}

async function obtain(program: Program, count: string): Promise<string | undefined> {
  const { name, how } = program;
  const present = program.find();
  if (present !== undefined) {
    console.log(`${count} ${name}: ${present}`);
    return undefined;
  }
  console.log(`${count} ${name}: getting it (${how})`);
  try {
    await program.install();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const found = program.find();
  if (found === undefined) return `${how} was installed, but it is still not there`;
  console.log(`${count} ${name}: ${found}`);
  return undefined;
}
