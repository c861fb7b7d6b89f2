import { PARTS, type Part } from '../programs/index.ts';
import type { Program } from '../programs/program.ts';
import type { CommandInput } from './command.ts';

/** Obtains what is missing, one after the other; goes on after a failure and names all of them at the end. */
export async function install({ smallest, names }: CommandInput): Promise<number> {
  const unknown = names.find((name) => !isPart(name));
  if (unknown !== undefined) {
    console.error(`There is no part ${unknown}. The parts are: ${Object.keys(PARTS).join(', ')}.`);
    return 2;
  }
  const wanted = programsOf(names.filter(isPart)).filter((program) => program.smallest || !smallest);
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

const isPart = (name: string): name is Part => Object.hasOwn(PARTS, name);

/** Of these parts; of all when none is named. */
function programsOf(names: readonly Part[]): Program[] {
  return (names.length > 0 ? names : (Object.keys(PARTS) as Part[])).flatMap((name): readonly Program[] => PARTS[name]);
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
