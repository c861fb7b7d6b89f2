/*
 * Responses in their wire form (RFC 4511).
 */
import { BerWriter } from 'ldapts';
import type { NamedValues } from './entry.ts';
import { REQUEST_TAG } from './request.ts';

const SEARCH_ENTRY = 0x64;
const SEARCH_DONE = 0x65;
const EXTENDED_RESPONSE = 0x78;
const CONTROLS = 0xa0;
const SET = 0x31;
const OCTET_STRING = 4;

/** The tag of the answer to a request's tag. */
export function answerTag(requestTag: number): number {
  if (requestTag === REQUEST_TAG.delete) return 0x6b;
  if (requestTag === REQUEST_TAG.search) return SEARCH_DONE;
  return (requestTag & 0x60) === 0x60 && requestTag < 0x77 ? requestTag + 1 : EXTENDED_RESPONSE;
}

/** A control that goes with an answer. */
export interface AnswerControl {
  readonly oid: string;
  readonly value: Buffer;
}

export function writeResult(id: number, tag: number, code: number, message: string, control?: AnswerControl): Buffer {
  return writeMessage(id, (writer) => {
    writer.startSequence(tag);
    writer.writeEnumeration(code);
    writer.writeString('');
    writer.writeString(message);
    writer.endSequence();
    if (control) writeControl(writer, control);
  });
}

export function writeEntry(id: number, dn: string, attributes: readonly NamedValues[]): Buffer {
  return writeMessage(id, (writer) => {
    writer.startSequence(SEARCH_ENTRY);
    writer.writeString(dn);
    writer.startSequence();
    for (const attribute of attributes) writeAttribute(writer, attribute);
    writer.endSequence();
    writer.endSequence();
  });
}

function writeMessage(id: number, body: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  body(writer);
  writer.endSequence();
  return writer.buffer;
}

function writeAttribute(writer: BerWriter, { name, values }: NamedValues): void {
  writer.startSequence();
  writer.writeString(name);
  writer.startSequence(SET);
  for (const value of values) writer.writeBuffer(value, OCTET_STRING);
  writer.endSequence();
  writer.endSequence();
}

function writeControl(writer: BerWriter, { oid, value }: AnswerControl): void {
  writer.startSequence(CONTROLS);
  writer.startSequence();
  writer.writeString(oid);
  writer.writeBuffer(value, OCTET_STRING);
  writer.endSequence();
  writer.endSequence();
}
