import { withOverrides } from './config-overrides.ts';

const file = {
  publicUrl: 'https://berth.example.test',
  smtp: { url: 'smtps://one', passwordFile: 'one' },
  mailboxes: [{ name: 'requests', user: 'one' }],
  clusters: { 'cluster-east-prod': { kubeconfigFile: 'east' } },
};

test.each([
  ['a level down', { BERTH_SMTP__URL: 'smtps://two' }, { smtp: { url: 'smtps://two', passwordFile: 'one' } }],
  ['of several words', { BERTH_SMTP__PASSWORD_FILE: 'two' }, { smtp: { url: 'smtps://one', passwordFile: 'two' } }],
  ['at the top', { BERTH__PUBLIC_URL: 'https://two.test' }, { publicUrl: 'https://two.test' }],
  ['in a list', { BERTH_MAILBOXES__0__USER: 'two' }, { mailboxes: [{ name: 'requests', user: 'two' }] }],
  [
    'with a dash in its name',
    { BERTH_CLUSTERS__CLUSTER_EAST_PROD__KUBECONFIG_FILE: 'two' },
    { clusters: { 'cluster-east-prod': { kubeconfigFile: 'two' } } },
  ],
  ['that is not there yet', { BERTH_TEMPORAL__UI_URL: 'http://ui' }, { temporal: { uiUrl: 'http://ui' } }],
  ['that is a whole block', { BERTH__SLACK: '{ channel: C1 }' }, { slack: { channel: 'C1' } }],
  ['that is a number', { BERTH_API__PORT: '8081' }, { api: { port: 8081 } }],
  [
    'that is text with a colon',
    { BERTH_TEMPORAL__ADDRESS: '10.0.0.7:7233' },
    { temporal: { address: '10.0.0.7:7233' } },
  ],
  ['that is taken out', { BERTH_SMTP__PASSWORD_FILE: 'null' }, { smtp: { url: 'smtps://one' } }],
])('the environment overrides a setting %s', (_, environment, changed) => {
  expect(withOverrides(file, environment)).toEqual({ ...file, ...changed });
});

test('variables that are not settings change nothing, nor does the file change', () => {
  const environment = { BERTH_API: 'http://x', BERTH_TEMPORAL: '/bin/temporal', PATH__X: 'y', BERTH_CACHE: '/c' };

  expect(withOverrides(file, environment)).toEqual(file);
  withOverrides(file, { BERTH_SMTP__URL: 'smtps://two' });
  expect(file.smtp.url).toBe('smtps://one');
});

test('a value that is not YAML is said by its name', () => {
  expect(() => withOverrides(file, { BERTH_SMTP__URL: '{' })).toThrow('BERTH_SMTP__URL is not YAML');
});
