/* What the keeper of a book can be told and asked, and what it tells requests. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Ask, Book, Place } from '../../domain/reservation.ts';

/** An ask as a request makes it; for how long it counts, the book decides. */
export type RoomAsk = Omit<Ask, 'until'>;

/** Asks for room, and answers at once how the request stands: with room, or in line. Asking again is harmless. */
export const askRoomUpdate = defineUpdate<Place, [RoomAsk]>('askRoom');
/** The environment of the request stands. */
export const confirmRoomSignal = defineSignal<[reference: string]>('confirmRoom');
/** The request needs its room, or its place in line, no more. */
export const releaseRoomSignal = defineSignal<[reference: string]>('releaseRoom');
export const bookQuery = defineQuery<Book>('book');

/** To a request in line: how it stands has changed, ask again. */
export const roomChangedSignal = defineSignal('roomChanged');

/** Type of a refusal that passes: the book is about to go on in a new run. */
export const BUSY = 'BookBusy';
