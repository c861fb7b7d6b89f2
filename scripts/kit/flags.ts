import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Flags<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** What was typed behind the command. A flag that is not known ends the process with what there is: `usage`. */
export function readFlags<O extends Options>(options: O, usage: string): Flags<O> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse((error as Error).message, usage);
  }
}

function refuse(message: string, usage: string): never {
  // Node goes on with how to write the same as a positional, which is never meant here.
  console.error(`${message.split('. ')[0]}.\n\n${usage}`);
  process.exit(2);
}
