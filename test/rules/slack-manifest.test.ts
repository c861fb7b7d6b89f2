/* The manifest of the Slack app asks for what the code needs, and for nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { METHODS } from '../../sandbox/slack/methods.ts';
import { TEAM_CHANNEL } from '../../sandbox/slack/store.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const WEBHOOK = '/webhooks/slack';

interface Manifest {
  readonly features: {
    readonly app_home: { readonly home_tab_enabled: boolean };
    readonly slash_commands: readonly { readonly command: string; readonly url: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: {
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url: string };
    readonly event_subscriptions: { readonly request_url: string; readonly bot_events: readonly string[] };
  };
}

const manifest = parse(readFileSync(join(ROOT, 'deploy/slack/manifest.yaml'), 'utf8')) as Manifest;
const source = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.startsWith('slack') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n');
const found = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, what]) => what ?? '')),
];

/** Web API methods that the client calls. */
const methods = found(source('src/clients'), /\bcall\('([a-zA-Z.]+)'/g);
const door = source('src/api/webhooks');

test('the methods that are called are found', () => {
  expect(methods.length).toBeGreaterThan(8);
  expect(methods).toContain('views.publish');
});

test('every method that is called has its scopes, and no scope is there for nothing', () => {
  const needed = methods.flatMap((method) => {
    const { scopes } = METHODS[method] ?? { scopes: () => [`nobody knows ${method}`] };
    return scopes ? [...scopes({ channel: TEAM_CHANNEL }), ...scopes({ channel: 'D0LEE' })] : [];
  });

  expect([...new Set([...needed, 'commands'])].toSorted()).toEqual(manifest.oauth_config.scopes.bot.toSorted());
});

test('commands and events are those that are heard, at the address where they are heard', () => {
  const { features, settings } = manifest;
  const commands = found(door, /command: z\.literal\('(\/\w+)'\)/g);
  const events = found(door, /event: z\.object\(\{ type: z\.literal\('(\w+)'\)/g);

  expect(features.slash_commands.map(({ command }) => command)).toEqual(commands);
  expect(settings.event_subscriptions.bot_events).toEqual(events);
  expect(settings.interactivity.is_enabled).toBe(true);
  expect(features.app_home.home_tab_enabled).toBe(true);
  const addresses = [
    settings.interactivity.request_url,
    settings.event_subscriptions.request_url,
    ...features.slash_commands.map(({ url }) => url),
  ];
  for (const address of addresses) expect(new URL(address).pathname).toBe(WEBHOOK);
  expect(door).toContain(`app.post('${WEBHOOK}'`);
});

test('doctor asks for the same scopes, and the manual names them', () => {
  const doctor = readFileSync(join(ROOT, 'src/doctor/slack.ts'), 'utf8');
  const manual = readFileSync(join(ROOT, 'docs/permissions.md'), 'utf8');

  for (const scope of manifest.oauth_config.scopes.bot) {
    expect(doctor).toContain(`'${scope}'`);
    expect(manual).toContain(`\`${scope}\``);
  }
});
