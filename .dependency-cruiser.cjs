/** Who may import whom: everything points down, to the domain. Type imports count. */
const tests = '[.]test[.]ts$';
const layer = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const within = (path) => ({ path, pathNot: tests });

module.exports = {
  forbidden: [
    layer('no-circle', 'Two files that need each other are one file, or three.', {}, { circular: true }),
    layer(
      'domain-is-pure',
      'The domain knows nothing but itself, hashing, and libraries that only compute.',
      within('^src/domain/'),
      { pathNot: ['^src/domain/', '^(node:)?crypto$', '^node_modules/(zod|yaml|ajv|json-e|ical[.]js)/'] },
    ),
    layer(
      'workflows-orchestrate-only',
      'Workflows are bundled for a sandbox: domain values, types of activities, Temporal.',
      within('^src/workflows/'),
      {
        pathNot: ['^src/(domain|workflows|activities)/', '^node_modules/(@temporalio/(workflow|common|activity)|ms)/'],
      },
    ),
    layer(
      'workflows-take-types-of-activities',
      'A value import would pull Node code into the bundle.',
      within('^src/workflows/'),
      { path: '^src/activities/', dependencyTypesNot: ['type-only'] },
    ),
    layer(
      'bundle-stays-small',
      'Input is validated at the edges: no validation library in the bundle of the workflows.',
      within('^src/workflows/'),
      { path: '^node_modules/(zod|yaml|ajv|json-e|ical[.]js)/', reachable: true },
    ),
    layer(
      'activities-look-down',
      'Activities use clients and the domain; of workflows only the messages.',
      within('^src/activities/'),
      { path: ['^src/(api|cli)/', '^src/worker', '^src/workflows/(?!messages[.]ts)'] },
    ),
    layer(
      'clients-are-thin',
      'A client knows its protocol, nothing of Temporal or of requests.',
      { path: '^src/clients/', pathNot: [tests, '^src/clients/temporal[.]ts$'] },
      {
        path: [
          '^src/(workflows|activities|intake|api|cli)/',
          '^src/worker',
          '^src/domain/(request|status)[.]ts',
          '^node_modules/@temporalio/',
        ],
      },
    ),
    layer(
      'codec-knows-payloads',
      'What Temporal keeps of values, whatever they mean; the bundle of the workflows holds its failure converter.',
      within('^src/codec/'),
      { pathNot: ['^src/codec/', '^src/config-secrets[.]ts$', '^(node:)?(crypto|url)$', '^node_modules/@temporalio/(common|proto)/'] },
    ),
    layer(
      'infrastructure-is-shared',
      'What a worker and a run of the fleet workflow both do: clients and the domain, nothing of Temporal.',
      within('^src/infrastructure/'),
      { pathNot: ['^src/(infrastructure|clients|domain)/', '^(node:)?crypto$', '^node_modules/yaml/'] },
    ),
    layer(
      'fleet-is-files',
      'The fleet repository as files: made and checked alike by the command line and by Berth before it pushes.',
      within('^src/fleet/'),
      { pathNot: ['^src/(fleet|infrastructure|clients|domain)/', '^node_modules/(yaml|ajv)/', '^(node:)?(fs|path)(/promises)?$'] },
    ),
    layer(
      'doors-send-messages',
      'api, cli and intake talk to workflows, never to activities.',
      within('^src/(api|cli)/'),
      { path: '^src/activities/', dependencyTypesNot: ['type-only'] },
    ),
    layer(
      'policy-answers-questions',
      'Engines and what they are asked: nothing of who decides or of Temporal.',
      within('^src/policy/'),
      { pathNot: ['^src/(policy|clients|domain)/', '^src/config(-problems)?[.]ts$', '^(node:)?(crypto|fs/promises|path)$', '^node_modules/(zod|@open-policy-agent)/'] },
    ),
    layer(
      'mails-are-words',
      'What mails say, from files: nothing of how they are sent.',
      within('^src/mail/'),
      { pathNot: ['^src/(mail|domain)/', '^(node:)?(fs|path)$', '^node_modules/handlebars/'] },
    ),
    layer(
      'doctor-asks-clients',
      'It tries systems as the clients reach them and asks workflows by their messages, and knows nothing of what is done with them.',
      within('^src/doctor/'),
      { pathNot: ['^src/(doctor|clients|codec|auth|infrastructure|mail|policy|domain)/', '^src/config[.]ts$', '^src/intake/audit-tail[.]ts$', '^src/workflows/messages[.]ts$', '^(node:)?fs$', '^node_modules/@temporalio/(client|common)/'] },
    ),
    layer(
      'portal-stands-before-the-api',
      'The portal knows shapes of what the API answers, and values of the domain that compute the same anywhere.',
      { path: '^portal/src/' },
      { path: '^(src/(?!domain/)|sandbox|stack|test|scripts)', dependencyTypesNot: ['type-only'] },
    ),
    layer('nobody-imports-the-portal', 'It is built and served as files.', { pathNot: '^portal/' }, { path: '^portal/' }),
    layer('worker-is-the-root', 'Nobody imports the worker.', {}, { path: '^src/worker[.]ts$' }),
    layer(
      'src-stands-alone',
      'There is no fake mode: src never imports the sandbox, tests or scripts.',
      within('^src/'),
      { path: '^(sandbox|stack|test|scripts)/' },
    ),
    layer('sandbox-stands-alone', 'The servers imitate systems, not Berth.', within('^sandbox/'), {
      path: '^(src|stack|test|scripts)/',
    }),
    layer('stack-stands-apart', 'Real components know nothing of Berth; of scripts they use the kit.', within('^stack/'), {
      path: ['^(src|test)/', '^scripts/(?!(kit|temporal)/)'],
    }),
  ],
  options: {
    // The compiler of TypeScript 7 has no JavaScript interface; swc tells type imports apart.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
