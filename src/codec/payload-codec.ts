/*
 * What Temporal keeps of a request, encrypted before it leaves this process: AES-256-GCM, a random nonce for each payload,
 * the id of the key beside it. The form is that of Temporal's samples; docs/adr/0012 says why.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Secret } from '../config-secrets.ts';

/** The block `temporal.codec` of the configuration. */
export interface CodecSettings {
  /** Id of the key that encrypts; the first one's when left out. */
  readonly current?: string | undefined;
  /** All of them decrypt. Each key is 32 bytes as 64 hexadecimal digits. */
  readonly keys: readonly { readonly id: string; readonly key: Secret }[];
}

/** A payload that cannot be decrypted. The message says which key it needs and where to add it. */
export class UndecipherableError extends Error {
  override name = 'UndecipherableError';
}

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts with the current key and decrypts with any; what was never encrypted passes as it is, so that what was there
 * before the codec was switched on stays readable. Without settings it encrypts nothing, and says which key is missing.
 */
export function createPayloadCodec(settings?: CodecSettings): PayloadCodec {
  const keys = new Map(settings?.keys.map(({ id, key }) => [id, createSecretKey(key.reveal(), 'hex')]));
  const id = currentKey(settings);
  const key = id === undefined ? undefined : keys.get(id);
  return {
    encode: async (payloads) => (id !== undefined && key ? payloads.map((p) => encrypt(p, id, key)) : payloads),
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, keys)),
  };
}

/** Id of the key that encrypts, undefined when nothing is encrypted. */
export function currentKey(settings: CodecSettings | undefined): string | undefined {
  return settings?.current ?? settings?.keys[0]?.id;
}

/** Id of the key that a payload was encrypted with, undefined when it was not. */
export function keyOf(payload: Payload): string | undefined {
  return textOf(payload, 'encoding') === ENCODING ? (textOf(payload, KEY_ID) ?? '') : undefined;
}

function encrypt(payload: Payload, id: string, key: KeyObject): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(boundTo(id));
  const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(id) },
    data: Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

function decrypt(payload: Payload, keys: ReadonlyMap<string, KeyObject>): Payload {
  const id = keyOf(payload);
  if (id === undefined) return payload;
  const key = keys.get(id);
  if (!key) throw new UndecipherableError(explainUnknown(id));
  try {
    return opened(Buffer.from(payload.data ?? []), id, key);
  } catch (cause) {
    const why = `A payload says it was encrypted with the key "${id}", but that key does not open it`;
    throw new UndecipherableError(`${why}: it was changed, or temporal.codec has another key under this id.`, {
      cause,
    });
  }
}

/** @throws Error when any byte of it was changed. */
function opened(data: Buffer, id: string, key: KeyObject): Payload {
  const nonce = data.subarray(0, NONCE_BYTES);
  const sealed = data.subarray(NONCE_BYTES, -TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(id));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  return proto.temporal.api.common.v1.Payload.decode(Buffer.concat([decipher.update(sealed), decipher.final()]));
}

/** What is beside the secret part of a payload and cannot be changed either. */
const boundTo = (id: string): Buffer => Buffer.from(JSON.stringify([ENCODING, id]));

function textOf({ metadata }: Payload, name: string): string | undefined {
  const value = metadata?.[name];
  return value && Buffer.from(value).toString('utf8');
}

/** What to do about a key that this process does not have. */
export function explainUnknown(id: string): string {
  return (
    `A payload was encrypted with the key "${id}", which temporal.codec.keys does not have. ` +
    'Add it there, on every worker and API: it decrypts again, and need not be the current one.'
  );
}
