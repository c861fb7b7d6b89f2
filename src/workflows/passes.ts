/*
 * What lets somebody in for a while. That it runs is the proof, what it shows says whom; it needs no worker to begin, to be
 * read or to be ended (by terminating it), so that it holds while workers are away.
 */
import { sleep } from '@temporalio/workflow';

/** One sign-in of a browser. @param seconds after which it is over, used or not. */
export async function session(seconds: number): Promise<void> {
  await sleep(seconds * 1000);
}

/** A token of a program. @param seconds after which it is over. */
export async function serviceToken(seconds: number): Promise<void> {
  await sleep(seconds * 1000);
}
