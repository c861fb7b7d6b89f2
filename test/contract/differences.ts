/*
 * Every way in which the contract suites may treat a sandbox server and the real one differently. A test that cannot
 * run on one of them says so through `onlyOn`, which refuses what is not listed here.
 */

/** A test, or a whole file, that runs on one of the two only. */
export interface Difference {
  readonly system: 'directory' | 'mail' | 'cluster' | 'flux' | 'tofu' | 'temporal';
  /** The test's title, as it stands in its file. */
  readonly test: string;
  readonly only: 'sandbox' | 'real';
  /** Why the other one cannot, and where it is tried instead. */
  readonly why: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    system: 'cluster',
    test: 'what the sandbox does not imitate is refused',
    only: 'sandbox',
    why: 'The real API server knows those calls; it refuses Berth for want of rights instead (next line).',
  },
  {
    system: 'cluster',
    test: 'what Berth does not do it may not do',
    only: 'real',
    why: 'The sandbox answers 501 before it asks for rights (line before).',
  },
];

/** Which of the two the contract suites run on now. */
export const RUNS_ON: Difference['only'] = process.env.BERTH_STACK === '1' ? 'real' : 'sandbox';

/**
 * Like `test`, for what runs on one of the two only: left out on the other, and counted there as skipped.
 * @throws Error for a title that is not listed above
 */
export function onlyOn(only: Difference['only'], title: string, body: () => Promise<void>): void {
  if (!DIFFERENCES.some((listed) => listed.test === title && listed.only === only)) {
    throw new Error(`test/contract/differences.ts does not list: ${title} (${only} only)`);
  }
  (only === RUNS_ON ? test : test.skip)(title, body);
}
