/* How values become what Temporal keeps, for everything that connects to it. */
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { type CodecSettings, createPayloadCodec } from './payload-codec.ts';

const FAILURE_CONVERTER = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

/** For clients: they read failures and never write any. */
export function clientDataConverter(codec?: CodecSettings): DataConverter {
  return { payloadCodecs: [createPayloadCodec(codec)] };
}

/** For workers: failures are encrypted as well once there is a key. */
export function workerDataConverter(codec?: CodecSettings): DataConverter {
  return { ...clientDataConverter(codec), ...(codec ? { failureConverterPath: FAILURE_CONVERTER } : {}) };
}
