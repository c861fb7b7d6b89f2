/* `node scripts/sandbox.ts --folder F --temporal-address A`: the sandbox's servers, until a signal ends them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/start.ts';
import { LOOPBACK, listenAt } from './kit/api-host.ts';
import { readFlags } from './kit/flags.ts';

const OPTIONS = {
  folder: { type: 'string', default: '.berth/sandbox' },
  'temporal-address': { type: 'string', default: '127.0.0.1:7233' },
  'temporal-ui-url': { type: 'string' },
  'api-host': { type: 'string', default: LOOPBACK },
  'api-port': { type: 'string', default: '8080' },
} as const;

const values = readFlags(OPTIONS, `It takes --${Object.keys(OPTIONS).join(', --')}`);

const apiPort = Number(values['api-port']);
const uiUrl = values['temporal-ui-url'];
// Who waits for the configuration must not take that of an earlier start, whose servers are gone, for ours.
rmSync(join(values.folder, 'config'), { recursive: true, force: true });
const sandbox = await startSandbox({
  folder: values.folder,
  apiPort,
  temporalAddress: values['temporal-address'],
  ...(uiUrl === undefined ? {} : { temporalUiUrl: uiUrl }),
  ...listenAt(values['api-host'], apiPort),
});
console.log(JSON.stringify({ config: sandbox.configFile }));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close());
