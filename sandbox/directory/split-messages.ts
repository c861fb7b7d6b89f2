import type { Readable } from 'node:stream';

const LONG_FORM = 0x80;
const MAX_LENGTH_BYTES = 4;

/** Calls `onMessage` for each whole BER message of a stream; ends the stream when it is no BER. */
export function splitMessages(stream: Readable, onMessage: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let size = messageSize(pending); size <= pending.length; size = messageSize(pending)) {
      onMessage(pending.subarray(0, size));
      pending = pending.subarray(size);
    }
    if (Number.isNaN(messageSize(pending))) stream.destroy();
  });
}

/** Bytes of the first message; Infinity while its length is not known yet, NaN when it is not readable. */
function messageSize(data: Buffer): number {
  const first = data[1];
  if (first === undefined) return Number.POSITIVE_INFINITY;
  if ((first & LONG_FORM) === 0) return 2 + first;
  const bytes = first & ~LONG_FORM;
  if (bytes === 0 || bytes > MAX_LENGTH_BYTES) return Number.NaN;
  return data.length < 2 + bytes ? Number.POSITIVE_INFINITY : 2 + bytes + data.readUIntBE(2, bytes);
}
