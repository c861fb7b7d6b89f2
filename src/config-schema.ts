/* Every setting of `berth.yaml`, with its default and what it is for. */
import { z } from 'zod';
import { duration, secretFile, secureUrl } from './config-fields.ts';
import { clusters, directory, github, infrastructure, mailboxes, slack, smtp } from './config-systems.ts';

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

/** The whole file. */
export const schema = z.strictObject({
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
  mailboxes,
  smtp,
  directory,
  github,
  slack,
  clusters,
  infrastructure,
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
