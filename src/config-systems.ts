/* The systems around Berth, as `berth.yaml` names them. */
import { z } from 'zod';
import { secretFile } from './config-fields.ts';

/** Where requests come in by mail. */
export const mailboxes = z
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
  .min(1);

/** How mails go out. */
export const smtp = z.strictObject({
  url: z.url({ protocol: /^smtps?$/, error: 'must be a URL such as smtps://smtp.example.test' }),
  from: z.email(),
  user: z.string(),
  passwordFile: secretFile,
  templates: z.string().min(1).optional().describe('Folder with your own words for mails (docs/mail.md)'),
});

/** Active Directory. */
export const directory = z.strictObject({
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
});

/** Where the fleet repository is. */
export const github = z.strictObject({
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
});

/** The workspace and its app. */
export const slack = z.strictObject({
  apiUrl: z.url().default('https://slack.com/api/'),
  tokenFile: secretFile,
  signingSecretFile: secretFile,
  appTokenFile: secretFile
    .optional()
    .describe('App-level token: then the API opens a connection to Slack (Socket Mode), and Slack needs no address'),
  channel: z.string().describe('Channel id that hears of every ready or failed request'),
});

export const clusters = z
  .record(
    z.string().regex(/^cluster-/, 'must be the name of a cluster, cluster-<region>-<stage>'),
    z.strictObject({
      kubeconfigFile: secretFile,
      planKubeconfigFile: secretFile
        .optional()
        .describe('Of an account that can only read: OpenTofu plans by it before anybody has decided'),
    }),
  )
  .describe('Credentials per cluster; everything else of a cluster is its profile in the fleet repository');

/** Programs that make what a cluster does not make itself. */
export const infrastructure = z
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
  .prefault({});
