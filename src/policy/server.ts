/* The policy on an OPA server: its REST API, `POST /v1/data/…?provenance=true`, so that answer and version are of one. */
import { z } from 'zod';
import { ClientError, isTlsTrustCode } from '../clients/client-error.ts';
import type { Config } from '../config.ts';
import type { PolicyInput, PolicyVersion } from '../domain/policy.ts';
import { readAnswer } from './answer.ts';
import { ENTRYPOINT, type PolicyEngine } from './engine.ts';

/** What is needed of the configuration. */
export interface OpaSettings extends Pick<Config['policy'], 'opaToken' | 'timeoutSeconds'> {
  readonly opaUrl: string;
}

const reply = z.object({
  /** Absent when the rule is undefined. */
  result: z.unknown().optional(),
  provenance: z
    .object({
      bundles: z.record(z.string(), z.object({ revision: z.string().optional() })).optional(),
    })
    .optional(),
});
type Reply = z.infer<typeof reply>;

export function createOpaEngine(settings: OpaSettings): PolicyEngine {
  const url = `${settings.opaUrl.replace(/\/$/, '')}/v1/data/${ENTRYPOINT}`;
  return {
    version: async () => versionOf(await post(settings, url, {}), url),
    async ask(input) {
      const said = await post(settings, url, input);
      const version = versionOf(said, url);
      return { answer: readAnswer(said.result, `The policy ${version.version} (${url})`), version };
    },
  };
}

async function post(settings: OpaSettings, url: string, input: PolicyInput | object): Promise<Reply> {
  const { opaToken, timeoutSeconds } = settings;
  const response = await fetch(`${url}?provenance=true`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(opaToken ? { authorization: `Bearer ${opaToken.reveal()}` } : {}),
    },
    body: JSON.stringify({ input }),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  }).catch((error: unknown) => {
    throw unreachable(error, url);
  });
  const text = await response.text().catch((error: unknown) => {
    throw unreachable(error, url);
  });
  if (!response.ok) throw refusal(response.status, text, url);
  return readReply(text, url);
}

function unreachable(error: unknown, url: string): ClientError {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  if (isTlsTrustCode(cause?.code)) {
    return new ClientError(
      'Configuration',
      `The certificate of OPA at ${url} is not trusted (${cause?.code}). Check caFile.`,
    );
  }
  const why = name === 'TimeoutError' ? 'did not answer in time' : `cannot be reached (${cause?.code ?? name})`;
  return new ClientError('Unavailable', `OPA at ${url} ${why}.`);
}

/** As OPA documents it: 400 for a query it cannot take, 401 and 403 for the token, 500 for a broken evaluation. */
function refusal(status: number, text: string, url: string): ClientError {
  const said = `OPA at ${url} answers ${status}${messageIn(text)}.`;
  if (status === 401 || status === 403) return new ClientError('Configuration', `${said} Check policy.opaTokenFile.`);
  if (status === 429) return new ClientError('RateLimited', said);
  if (status < 500) return new ClientError('Configuration', `${said} Check policy.opaUrl.`);
  return new ClientError('Unavailable', said);
}

function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return typeof message === 'string' ? `: ${message}` : '';
  } catch {
    return '';
  }
}

function readReply(text: string, url: string): Reply {
  try {
    return reply.parse(JSON.parse(text));
  } catch {
    throw new ClientError('Configuration', `What answers at ${url} is not OPA. Check policy.opaUrl.`);
  }
}

/** The revisions of its bundles: without one nobody could tell later by which policy something was decided. */
function versionOf({ provenance }: Reply, url: string): PolicyVersion {
  const revised = Object.entries(provenance?.bundles ?? {}).filter(([, { revision }]) => revision);
  if (revised.length === 0) {
    const mend = 'Serve the policy as a bundle that has one: opa build --revision <commit> …';
    throw new ClientError('Configuration', `OPA at ${url} names no revision of its policy. ${mend}`);
  }
  const version = revised.map(([name, { revision }]) => `${name}@${revision}`).toSorted();
  return { engine: 'opa', version: version.join(',') };
}
