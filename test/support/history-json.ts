/*
 * Histories as Temporal's protobuf JSON, which its command line writes and reads too. The SDK has this conversion, but
 * it fails where npm gives each of its packages a copy of protobufjs: types are known only to the copy that made them.
 */
import { createRequire } from 'node:module';
import proto, { type temporal } from '@temporalio/proto';

export type History = temporal.api.history.v1.IHistory;

/** The part of protobufjs that is used; the SDK's types hide it. */
interface MessageType {
  fromObject(value: object): unknown;
}
interface ProtoJson {
  toJson(type: MessageType, message: unknown): unknown;
  fromJson(type: MessageType, json: unknown, options: { readonly ignoreUnknownFields: boolean }): unknown;
}

const requireAsProto = createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'));
const { toJson, fromJson } = requireAsProto('protobufjs/ext/protojson') as ProtoJson;
const HISTORY = (proto as unknown as { lookupType(name: string): MessageType }).lookupType(
  'temporal.api.history.v1.History',
);

/** A history in the form in which it is kept. */
export interface HistoryJson {
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

export function historyToJson(history: History): HistoryJson {
  return toJson(HISTORY, HISTORY.fromObject(history)) as HistoryJson;
}

export function historyFromJson(json: HistoryJson): History {
  return fromJson(HISTORY, json, { ignoreUnknownFields: true }) as History;
}
