/* Authorization code with PKCE (RFC 6749, 7636, 9207; OpenID Connect Core 3.1): what a browser sees of it. */
import { refusedPage, signInPage } from './pages.ts';
import { type Asked, type Issuing, type Reply, signedIn } from './state.ts';

const CHALLENGE = /^[\w-]{43}$/;

/** Shows the sign-in page to a browser that comes with a request that is good. */
export async function askToSignIn(issuing: Issuing, query: URLSearchParams): Promise<Reply> {
  const client = issuing.clients.find(({ id }) => id === query.get('client_id'));
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client) return refusedPage('This program is not registered here.');
  if (!client.redirectUris.includes(redirectUri))
    return refusedPage('redirect_uri is not registered for this program.');
  const problem = problemOf(query);
  if (problem) return goBack(issuing, redirectUri, { ...problem, ...stateOf(query) });
  return signInPage(issuing.asked.put(askedBy(query, client.id, redirectUri)));
}

/** Takes name and password; sends the browser back with a code that is good once. */
export async function takeSignIn(issuing: Issuing, form: URLSearchParams): Promise<Reply> {
  const transaction = form.get('transaction') ?? '';
  const asked = issuing.asked.see(transaction);
  if (!asked) return refusedPage('This page was open for too long. Begin again.');
  const person = signedIn(form);
  if (!person) return signInPage(transaction, 'Wrong name or password.');
  issuing.asked.take(transaction);
  const code = issuing.codes.put({ ...asked, person });
  return goBack(issuing, asked.redirectUri, { code, ...(asked.state === undefined ? {} : { state: asked.state }) });
}

/** What is wrong with a request of a program that is known. */
function problemOf(query: URLSearchParams): { error: string; error_description: string } | undefined {
  const problem = (error: string, error_description: string) => ({ error, error_description });
  if (query.get('response_type') !== 'code') return problem('unsupported_response_type', 'only code');
  if (query.get('code_challenge_method') !== 'S256' || !CHALLENGE.test(query.get('code_challenge') ?? ''))
    return problem('invalid_request', 'PKCE with S256 is needed');
  if (!scopesOf(query).includes('openid')) return problem('invalid_scope', 'openid is needed');
  if (query.has('request') || query.has('request_uri'))
    return problem('request_not_supported', 'plain parameters only');
  return undefined;
}

const scopesOf = (query: URLSearchParams): string[] => (query.get('scope') ?? '').split(' ');

function stateOf(query: URLSearchParams): { state?: string } {
  const state = query.get('state');
  return state === null ? {} : { state };
}

function askedBy(query: URLSearchParams, client: string, redirectUri: string): Asked {
  const nonce = query.get('nonce');
  return {
    client,
    redirectUri,
    challenge: query.get('code_challenge') ?? '',
    scope: query.get('scope') ?? '',
    ...stateOf(query),
    ...(nonce === null ? {} : { nonce }),
  };
}

function goBack({ url }: Issuing, redirectUri: string, answer: Record<string, string>): Reply {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...answer, iss: url })) target.searchParams.set(name, value);
  return { status: 303, headers: { location: target.href } };
}
