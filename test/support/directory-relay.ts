/*
 * A real directory whose connections fail when a test says so: a relay that reads LDAP, plays the same faults as the
 * sandbox's server, and logs the writes that the real server says it carried out.
 */
import { enter } from '../../sandbox/directory/filter.ts';
import { describe, openEnvelope, REQUEST_TAG, readRequest } from '../../sandbox/directory/request.ts';
import { answerTag, writeResult } from '../../sandbox/directory/response.ts';
import type { Faults } from '../../sandbox/kit/faults.ts';
import type { WriteLog } from '../../sandbox/kit/write-log.ts';
import type { Authority } from '../../stack/kit/authority.ts';
import { type Relay, startRelay, type Verdict } from './relay.ts';

/** What the relay is told and tells. */
export interface Watch {
  readonly faults: Faults;
  readonly writes: WriteLog;
}

const SYSTEM = 'directory';
const LDAPS = 636;
const WRITES: readonly number[] = [REQUEST_TAG.add, REQUEST_TAG.modify, REQUEST_TAG.delete, REQUEST_TAG.rename];

/** Stands before the server at `url`, with a certificate of the same authority. */
export async function watchDirectory(url: string, authority: Authority, watch: Watch): Promise<Relay> {
  const { key, cert } = await authority.issue('relay', { commonName: 'relay', hosts: ['127.0.0.1'] });
  /** What each connection has asked to be written and was not answered yet. */
  const asked = new WeakMap<object, { id: number; what: string }>();
  return startRelay({
    target: { host: new URL(url).hostname, port: LDAPS },
    tls: { key, cert, ca: authority.cert },
    judge: (data, link) => {
      const { id, tag, what } = readMessage(data);
      if (WRITES.includes(tag)) asked.set(link, { id, what });
      return verdictOf(watch.faults, id, tag, what);
    },
    heard: async (data, link) => {
      const write = asked.get(link);
      if (!write || !isSuccess(data, write.id)) return;
      asked.delete(link);
      await watch.writes.effect(SYSTEM, write.what);
    },
  });
}

function readMessage(data: Buffer): { id: number; tag: number; what: string } {
  const envelope = openEnvelope(data);
  const { id, tag } = envelope;
  if (!Object.values<number>(REQUEST_TAG).includes(tag)) return { id, tag, what: `0x${tag.toString(16)}` };
  const isCall = tag !== REQUEST_TAG.unbind && tag !== REQUEST_TAG.abandon;
  return { id, tag, what: isCall ? describe(readRequest(envelope).operation) : 'end' };
}

async function verdictOf(faults: Faults, id: number, tag: number, what: string): Promise<Verdict> {
  const fault = faults.take(SYSTEM, what);
  if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault?.cut) return 'cut';
  if (fault?.lostReply) return 'lose-reply';
  if (fault?.status === undefined) return 'pass';
  return { answer: writeResult(id, answerTag(tag), fault.status, fault.message ?? 'played by the test') };
}

function isSuccess(data: Buffer, id: number): boolean {
  const envelope = openEnvelope(data);
  const { reader } = envelope;
  if (envelope.id !== id) return false;
  enter(reader);
  return reader.readEnumeration() === 0;
}
