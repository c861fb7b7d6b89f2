import type { Command } from 'commander';
import { createApiClient } from '../api-client.ts';
import type { CliContext } from '../context.ts';
import { DEFAULT_API } from '../credentials.ts';
import { readEnvironment } from '../environment.ts';
import { CliFailure, EXIT } from '../failures.ts';
import type { CliSignIn } from '../issuer.ts';
import { profileFile, readProfile, removeProfile, writeProfile } from '../profile.ts';

type Print = Pick<CliContext, 'print'>;

/** `berth login` and `berth logout`: who you are, for all other commands. */
export function addLoginCommands(program: Command, context: () => Print): void {
  program
    .command('login')
    .summary('sign in with a browser, here or on another machine')
    .description('Shows a code and an address: whoever types the one at the other signs this terminal in.')
    .argument('[url]', 'where Berth answers; absent: BERTH_API, or the same as before')
    .addHelpText('after', EXAMPLES)
    .action((url: string | undefined, _: unknown, command: Command) =>
      login(context(), url, command.optsWithGlobals<{ profile?: string }>().profile),
    );
  program
    .command('logout')
    .summary('forget who you are')
    .action((_: unknown, command: Command) =>
      logout(context(), command.optsWithGlobals<{ profile?: string }>().profile),
    );
}

const EXAMPLES = `
What signs you in is kept in a file that only you can read, in ~/.config/berth, and renewed by itself. With BERTH_TOKEN no
file is used.

Examples:
  berth login https://berth.example.test
  berth login https://berth.lab.test --profile lab
  berth tasks --profile lab`;

async function login({ print }: Print, url: string | undefined, wanted: string | undefined): Promise<void> {
  const { api: fromEnvironment, configFolder, profile } = readEnvironment();
  const file = profileFile(configFolder, wanted ?? profile);
  const api = new URL(url ?? fromEnvironment ?? readProfile(file)?.api ?? DEFAULT_API).origin;
  const { signInByDevice } = await import('../issuer.ts');
  const at = await askWhere(api);
  const tokens = await signInByDevice(at, (page, code) =>
    print(`Open ${page}\nand let in the code ${code}. Waiting …`),
  );
  const { issuer, clientId } = at;
  const me = await createApiClient(() => ({ api, token: async () => tokens.token })).get<{ name: string; id: string }>(
    '/api/me',
  );
  writeProfile(file, { api, issuer, clientId, ...tokens });
  print(`${me.name} (${me.id}) is signed in at ${api}.\nNext: berth tasks`);
}

async function askWhere(api: string): Promise<CliSignIn> {
  const answer = await createApiClient(() => ({ api, token: async () => undefined })).open<
    CliSignIn | { detail: string }
  >('/sign-in/cli');
  if ('issuer' in answer) return answer;
  throw new CliFailure(EXIT.notAllowed, answer.detail, 'export BERTH_TOKEN=<a service token>');
}

async function logout({ print }: Print, wanted: string | undefined): Promise<void> {
  const { configFolder, profile } = readEnvironment();
  const file = profileFile(configFolder, wanted ?? profile);
  const kept = readProfile(file);
  removeProfile(file);
  if (!kept) return print('Nobody was signed in.');
  const { revoke } = await import('../issuer.ts');
  await revoke(kept);
  return print(`You are signed out of ${kept.api}.`);
}
