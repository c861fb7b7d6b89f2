/**
 * `berth.yaml` plus `*File` secrets and overrides of the environment such as `BERTH_SMTP__URL`, checked once at start:
 * all errors at once, each with its path. Nothing else that is configured by `berth.yaml` reads the environment.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { withOverrides } from './config-overrides.ts';
import { describeIssues, type SettingsSchema } from './config-problems.ts';
import { resolveSecrets, Secret } from './config-secrets.ts';

export { Secret };

/** The path of a secret's file; relative paths start at the configuration file. */
const secretFile = z.string().min(1).describe('Path of a file that holds the secret').brand<'secretFile'>();
const duration = z.string().regex(/^\d+(s|m|h|d)$/, 'must be a number and s, m, h or d, such as "2h"');

const wait = z.strictObject({
  deadline: duration.describe('After this the wait ends and what `next` says happens'),
  reminders: z.array(duration).default([]).describe('How long after the start each reminder goes out'),
});

/** What encrypts the payloads of Temporal; left out, nothing does. */
const codec = z
  .strictObject({
    keys: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes and underscores'),
          keyFile: secretFile.describe('Path of a file that holds 32 random bytes as 64 hexadecimal digits'),
        }),
      )
      .min(1)
      .describe('All of them decrypt; a key stays here as long as a history needs it'),
    current: z.string().optional().describe('Id of the key that encrypts; the first when left out'),
  })
  .superRefine(({ keys, current }, context) => {
    const ids = keys.map(({ id }) => id);
    for (const [i, id] of ids.entries()) {
      if (ids.indexOf(id) === i) continue;
      context.addIssue({ code: 'custom', path: ['keys', i, 'id'], message: `there is a key "${id}" above already` });
    }
    if (current === undefined || ids.includes(current)) return;
    context.addIssue({ code: 'custom', path: ['current'], message: `is "${current}", but no key has this id` });
  });

/** Nobody in between may change what is answered: plain HTTP stays on this machine. */
const secureUrl = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be a URL such as ${example}` })
    .refine(
      (url) => /^https:|^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)([:/]|$)/.test(url),
      'must be https://, except on this machine',
    );

/** Which policy names the people who decide; left out, the one that Berth ships. */
const policy = z.strictObject({
  bundle: z.string().min(1).optional().describe('Path of a policy of your own as WebAssembly (.wasm)'),
  opaUrl: secureUrl('https://opa.example.test:8181')
    .optional()
    .describe('An OPA server that is asked instead; then no bundle is read'),
  opaTokenFile: secretFile.optional().describe('Path of a file that holds the bearer token for it'),
  timeoutSeconds: z.int().min(1).max(60).default(5).describe('How long the OPA server may take to answer'),
});

/** How people prove who they are. */
const auth = z.strictObject({
  issuer: secureUrl('https://login.example.test')
    .optional()
    .describe('The OpenID Connect issuer; left out, people sign in with name and password of the directory'),
  audience: z.string().default('berth').describe('Of the access tokens that the API takes'),
  personClaim: z
    .string()
    .default('sub')
    .describe('The claim that names a person: their sAMAccountName, or an address that nobody chooses for themselves'),
  clientId: z.string().default('berth').describe('Of the portal, at the issuer'),
  clientSecretFile: secretFile.optional().describe('Path of a file that holds its secret, where it has one'),
  cliClientId: z.string().default('berth-cli').describe('Of the command line: a public client for the device flow'),
  backstageUrl: secureUrl('https://backstage.example.test')
    .optional()
    .describe('A Backstage whose plugins may call for the people whom it signs in; left out, none may'),
  scope: z
    .string()
    .default('openid profile')
    .describe('What is asked of the issuer; the command line adds offline_access'),
  decisionKeyFile: secretFile,
});

/** Addresses outside that are told how requests go on. */
const webhooks = z.strictObject({
  allow: z
    .array(
      secureUrl('https://ci.internal.example.test').refine(
        (url) => URL.canParse(url) && new URL(url).origin === url,
        'must end with the host or port, such as https://ci.internal.example.test',
      ),
    )
    .default([])
    .describe('May be posted to although their addresses are private; all others must be public, and https://'),
});

const schema = z.strictObject({
  temporal: z
    .strictObject({
      address: z.string().optional().describe('host:port; a TEMPORAL_* profile wins for `npm start`'),
      namespace: z.string().default('default'),
      profile: z.string().optional(),
      uiUrl: z.url().optional().describe('Where Temporal UI answers: for links, and it alone may ask the codec server'),
      codec: codec.optional().describe('Encrypts what Temporal keeps of requests; left out, it is readable there'),
    })
    .prefault({}),
  publicUrl: z.url().describe('Where people reach the API; used in links'),
  api: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65535).default(8080),
      proxies: z
        .int()
        .min(0)
        .max(9)
        .default(0)
        .describe(
          'How many proxies stand before it, each adding to X-Forwarded-For: tells apart where sign-ins come from',
        ),
    })
    .prefault({}),
  mailboxes: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9-]+$/),
        imap: z.url({ protocol: /^imaps$/, error: 'must be a URL such as imaps://imap.example.test' }),
        user: z.string(),
        passwordFile: secretFile,
        /** authserv-id of our own MX: the only Authentication-Results header that is believed. */
        trustedAuthserv: z.string().optional(),
      }),
    )
    .min(1),
  smtp: z.strictObject({
    url: z.url({ protocol: /^smtps?$/, error: 'must be a URL such as smtps://smtp.example.test' }),
    from: z.email(),
    user: z.string(),
    passwordFile: secretFile,
    templates: z.string().min(1).optional().describe('Folder with your own words for mails (docs/mail.md)'),
  }),
  directory: z.strictObject({
    servers: z
      .array(z.url({ protocol: /^ldaps?$/, error: 'must be a URL such as ldaps://dc1.example.test' }))
      .min(1)
      .describe('ldaps://, or ldap:// with StartTLS: nothing is ever sent in the clear'),
    baseDn: z.string(),
    projectsOu: z.string().default('OU=Projects'),
    peopleOu: z.string().default('CN=Users').describe('Where new users are made, relative to baseDn'),
    bindUser: z.string(),
    bindPasswordFile: secretFile,
    upnSuffix: z.string(),
    attributes: z.strictObject({ githubLogin: z.string().default('uid') }).prefault({}),
    groups: z
      .strictObject({
        support: z.string().default('berth-support'),
        operators: z.string().default('berth-operators'),
        auditors: z.string().default('berth-auditors'),
        security: z.string().default('berth-security'),
      })
      .prefault({}),
  }),
  github: z.strictObject({
    baseUrl: z.url().default('https://api.github.com'),
    appId: z.coerce.string(),
    privateKeyFile: secretFile,
    writes: z
      .strictObject({
        perMinute: z.int().min(1).default(80).describe('Calls in any minute'),
        perHour: z.int().min(1).default(500).describe('Calls in any hour'),
      })
      .prefault({})
      .describe('How often all workers together write; the defaults are what github.com allows'),
    fleet: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name, such as example/fleet'),
    webhookSecretFile: secretFile,
  }),
  slack: z.strictObject({
    apiUrl: z.url().default('https://slack.com/api/'),
    tokenFile: secretFile,
    signingSecretFile: secretFile,
    appTokenFile: secretFile
      .optional()
      .describe('App-level token: then the API opens a connection to Slack (Socket Mode), and Slack needs no address'),
    channel: z.string().describe('Channel id that hears of every ready or failed request'),
  }),
  clusters: z
    .record(
      z.string().regex(/^cluster-/, 'must be the name of a cluster, cluster-<region>-<stage>'),
      z.strictObject({
        kubeconfigFile: secretFile,
        planKubeconfigFile: secretFile
          .optional()
          .describe('Of an account that can only read: OpenTofu plans by it before anybody has decided'),
      }),
    )
    .describe('Credentials per cluster; everything else of a cluster is its profile in the fleet repository'),
  infrastructure: z
    .strictObject({
      opentofu: z
        .strictObject({
          program: z.string().default('tofu').describe('Name on the PATH of the worker, or a path'),
          backend: z.strictObject({
            type: z.enum(['http', 'kubernetes', 'pg', 's3']),
            settings: z
              .record(z.string(), z.string())
              .default({})
              .describe("The backend's own settings; the key of each state is added, credentials are environment"),
          }),
          environmentFile: secretFile.describe(
            'Path of a file of NAME=value lines: credentials of backend and providers',
          ),
          planEnvironmentFile: secretFile
            .optional()
            .describe('The same for plans, with credentials that only read states; otherwise environmentFile counts'),
        })
        .optional()
        .describe('For clusters whose profile names the executor opentofu'),
      ansible: z
        .strictObject({
          program: z.string().default('ansible-playbook').describe('Name on the PATH of the worker, or a path'),
          playbook: z.string().min(1).describe('Run over the inventories of virtual machines; a path'),
          privateKeyFile: secretFile.optional().describe('Path of the SSH key that signs in on the machines'),
          user: z.string().min(1).optional().describe('Who signs in on the machines'),
          knownHostsFile: z
            .string()
            .min(1)
            .optional()
            .describe("Path of SSH's known_hosts; else that of the worker's own user and machine count"),
        })
        .optional()
        .describe('For clusters whose profile leaves virtualMachines to ansible'),
    })
    .prefault({}),
  auth,
  policy: policy.prefault({}),
  webhooks: webhooks.prefault({}),
  plainSignals: z
    .enum(['token', 'trusted'])
    .default('token')
    .describe('`trusted` counts signals without a token: sandbox only'),
  accounts: z
    .strictObject({
      autoConfirm: z.boolean().default(false).describe('Skip support where every person exists already'),
    })
    .prefault({}),
  caFile: z.string().optional().describe('Extra certificate authority for directory, mail and HTTP'),
  waits: z
    .strictObject({
      'confirm-sender': wait.prefault({ deadline: '7d' }),
      triage: wait.prefault({ deadline: '3d', reminders: ['4h', '1d'] }),
      accounts: wait.prefault({ deadline: '2d', reminders: ['2h', '1d'] }),
      selection: wait.prefault({ deadline: '14d', reminders: ['2d', '7d'] }),
      approval: wait.prefault({ deadline: '14d', reminders: ['1d', '3d', '7d'] }),
      repair: wait.prefault({ deadline: '30d', reminders: ['1d', '7d'] }),
      manual: wait.prefault({ deadline: '14d', reminders: ['1d', '3d'] }),
      capacity: wait.prefault({ deadline: '14d', reminders: ['2d', '7d'] }),
      cluster: wait.prefault({ deadline: '1h' }),
    })
    .prefault({}),
  cacheFolder: z.string().optional(),
});

/** The file's content as written, defaults filled in. */
export type ConfigFile = z.infer<typeof schema>;
/** `ConfigFile` with every secret read. */
export type Config = ResolveSecrets<ConfigFile>;

type ResolveSecrets<T> = T extends string & z.$brand<'secretFile'>
  ? never
  : T extends readonly (infer E)[]
    ? readonly ResolveSecrets<E>[]
    : T extends object
      ? {
          readonly [K in keyof T as NonNullable<T[K]> extends string & z.$brand<'secretFile'>
            ? K extends `${infer N}File`
              ? N
              : K
            : K]: NonNullable<T[K]> extends string & z.$brand<'secretFile'> ? Secret : ResolveSecrets<T[K]>;
        }
      : T;

const MEND = 'berth.example.yaml shows and explains every setting.';

/** Configuration that cannot be used; `problems` has one line each: path and what is wrong. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[]) {
    super([`${file} cannot be used:`, ...problems.map((p) => `  - ${p}`), MEND].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads, checks and freezes the configuration; `environment` overrides the file (see `withOverrides`).
 * @throws ConfigError with every problem at once.
 */
export function loadConfig(file: string, environment: NodeJS.ProcessEnv = process.env): Config {
  const raw = readSettings(file, environment);
  const { data = raw, error } = schema.safeParse(raw, { reportInput: true });
  const problems = describeIssues(error?.issues ?? [], configJsonSchema() as SettingsSchema);
  const resolved = resolveSecrets(data, dirname(resolve(file)), '', problems);
  if (problems.length > 0) throw new ConfigError(file, problems);
  return deepFreeze(resolved) as Config;
}

/** Where programs are that Berth starts. */
export const searchPath = (): string => process.env['PATH'] ?? '';

/** The JSON Schema of `berth.yaml`, for editors. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(schema, { io: 'input' });
}

function readSettings(file: string, environment: NodeJS.ProcessEnv): unknown {
  try {
    return withOverrides(parse(readFileSync(file, 'utf8')), environment);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigError(file, [`(file): ${code === 'ENOENT' ? 'there is no such file' : firstLine(message)}`]);
  }
}

/** Errors of YAML go on with a drawing of the place that they have named already. */
const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/:$/, '');

function deepFreeze(value: unknown): unknown {
  if (value !== null && typeof value === 'object' && !(value instanceof Secret)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
