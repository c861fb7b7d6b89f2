import { simpleParser } from 'mailparser';
import { parse } from 'yaml';
import { eachTest } from '../support/fixture.ts';
import { REFERENCE, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const CLUSTERS = ['cluster-east-prod', 'cluster-west-prod'];
const order = {
  reference: REFERENCE,
  what: 'ready',
  to: 'dana@example.test',
  data: { project: 'payments', environment: 'payments-prod', clusters: CLUSTERS },
} as const;

/** The mail as Dana's program takes it apart. */
async function received() {
  await messages.server.settled();
  const [mail] = await messages.mail.received(order.to);
  return simpleParser(mail?.raw ?? '');
}

test('who hears that an environment is ready gets a way into its clusters, in which there is no secret', async () => {
  await messages.activities.sendMail(order);

  const { attachments, text } = await received();
  expect(attachments.map(({ filename, contentType }) => ({ filename, contentType }))).toEqual([
    { filename: 'payments-prod.kubeconfig.yaml', contentType: 'application/yaml' },
  ]);
  expect(text).toContain('The file payments-prod.kubeconfig.yaml leads kubectl there');
  const signIn = {
    exec: expect.objectContaining({
      command: 'kubectl',
      args: ['oidc-login', 'get-token', '--oidc-issuer-url=https://login.example.test', '--oidc-client-id=kubernetes'],
    }),
  };
  expect(parse(attachments[0]?.content.toString() ?? '')).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'cluster-east-prod',
    clusters: CLUSTERS.map((name) => ({ name, cluster: { server: `https://${name}.example.test:6443` } })),
    users: CLUSTERS.map((name) => ({ name, user: signIn })),
    contexts: CLUSTERS.map((name) => ({ name, context: { cluster: name, user: name, namespace: 'payments-prod' } })),
  });
});

test('where no issuer is known there is nothing to bring, and the mail arrives', async () => {
  await messages.activities.sendMail({ ...order, data: { ...order.data, clusters: ['cluster-of-long-ago'] } });

  const { attachments, text } = await received();
  expect(attachments).toEqual([]);
  expect(text).toContain('payments-prod is ready');
  expect(text).not.toContain('kubectl');
});
