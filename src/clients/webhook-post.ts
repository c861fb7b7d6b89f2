/* Posts to an address that somebody outside runs, who may be hostile: nothing of the answer is read but how it went. */
import { request as requestHttp } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import { lookupPublic, PrivateAddress, problemOfUrl } from './public-address.ts';

export interface WebhookAnswer {
  readonly status: number;
  /** Header `Retry-After`, as it came. */
  readonly retryAfter: string | undefined;
}

export interface WebhookPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer came; the message is for people. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

const WITHIN_MS = 15_000;
const MOST_HEADER_BYTES = 16_384;

/**
 * Posts, follows no redirect, and hangs up as soon as the answer's headers are there.
 * @param allowed origins that may be called although they are private or not encrypted.
 * @throws NoAnswer
 */
export async function postToAddress(
  post: WebhookPost,
  allowed: readonly string[],
  withinMs = WITHIN_MS,
): Promise<WebhookAnswer> {
  const problem = problemOfUrl(post.url, allowed);
  if (problem !== undefined) throw new NoAnswer(`${post.url} ${problem}`);
  const url = new URL(post.url);
  const deadline = AbortSignal.timeout(withinMs);
  try {
    return await send(url, post, {
      method: 'POST',
      agent: false,
      maxHeaderSize: MOST_HEADER_BYTES,
      signal: deadline,
      ...(allowed.includes(url.origin) ? {} : { lookup: lookupPublic }),
    });
  } catch (error) {
    throw new NoAnswer(deadline.aborted ? 'did not answer in time' : reasonOf(error), { cause: error });
  }
}

function send(url: URL, { headers, body }: WebhookPost, options: RequestOptions): Promise<WebhookAnswer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const call = request(url, { ...options, headers: { ...headers, ...length } }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      // Hanging up may be told as an error, which means nothing any more.
      response.on('error', () => undefined).destroy();
      resolve({ status, retryAfter: answered['retry-after'] });
    });
    call.on('error', reject).end(body);
  });
}

/** The system's word for it: what a hostile answer says is told to nobody. */
function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddress) return error.message;
  const { code = 'no answer' } = error as NodeJS.ErrnoException;
  return `could not be reached (${code})`;
}
