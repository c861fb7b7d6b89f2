/*
 * Stands in for kubelogin, which is no Go module that can be had: `kubectl oidc-login get-token` by the device flow, with
 * the options that a kubeconfig of Berth's has. Who holds the device is `SIGN_IN_AS`, and says yes at once.
 */
import { parseArgs } from 'node:util';
import { PEOPLE, type SandboxPerson } from '../../sandbox/people.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'oidc-issuer-url': { type: 'string' }, 'oidc-client-id': { type: 'string' } },
});
if (positionals.join() !== 'get-token') throw new Error(`it does not know "${positionals.join(' ')}"`);
const client_id = values['oidc-client-id'] ?? '';
const person = (PEOPLE as Readonly<Record<string, SandboxPerson>>)[process.env['SIGN_IN_AS'] ?? ''];
if (!person) throw new Error('nobody is there to sign in');

const found = await fetch(`${values['oidc-issuer-url']}/.well-known/openid-configuration`);
const issuer = (await found.json()) as Record<string, string>;
const device = await ask('device_authorization_endpoint', { client_id, scope: 'openid' });
const { user_code, device_code } = device;
const said = { user_code, username: person.id, password: person.password, verdict: 'allow' };
await post(device.verification_uri ?? '', said);
const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const { id_token: token } = await ask('token_endpoint', { grant_type, device_code, client_id });
const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } };
process.stdout.write(JSON.stringify(credential));

async function ask(
  endpoint: string,
  form: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  return (await (await post(issuer[endpoint] ?? '', form)).json()) as Record<string, string>;
}

async function post(url: string, form: Readonly<Record<string, string | undefined>>): Promise<Response> {
  const body = new URLSearchParams(Object.entries(form).map(([name, value]): [string, string] => [name, value ?? '']));
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return response;
}
