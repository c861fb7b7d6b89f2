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

const STRICTER = 'The sandbox refuses what it does not know, so that nothing is believed to work that was never tried';
const LAXER = 'Samba allows it; Active Directory, which the sandbox imitates here, refuses it';

export const DIFFERENCES: readonly Difference[] = [
  { system: 'directory', test: 'an account name of 21 characters', only: 'sandbox', why: LAXER },
  { system: 'directory', test: 'enabling without a password', only: 'sandbox', why: LAXER },
  { system: 'directory', test: 'a password with a name of its owner is weak', only: 'sandbox', why: LAXER },
  { system: 'directory', test: 'a search that finds more than it may show', only: 'sandbox', why: LAXER },
  { system: 'directory', test: 'an unknown critical control', only: 'sandbox', why: STRICTER },
  { system: 'directory', test: 'a compare', only: 'sandbox', why: STRICTER },
  { system: 'directory', test: 'an ordering filter', only: 'sandbox', why: STRICTER },
  { system: 'flux', test: 'a health check that the sandbox does not know is refused', only: 'sandbox', why: STRICTER },
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
 * Like `test`, for what runs on one of the two only; the other does not know of it.
 * @throws Error for a title that is not listed above
 */
export function onlyOn(only: Difference['only'], title: string, body: () => Promise<void>): void {
  if (!DIFFERENCES.some((listed) => listed.test === title && listed.only === only)) {
    throw new Error(`test/contract/differences.ts does not list: ${title} (${only} only)`);
  }
  if (only === RUNS_ON) test(title, body);
}

/** What GitHub answers, as everybody can see, and its description does not tell of. */
interface Undescribed {
  /** Method and path that it can be the answer to. */
  readonly call: RegExp;
  readonly status: number;
  /** As Prism has it. */
  readonly message: RegExp;
  readonly why: string;
}

const UNTOLD = /^Unable to match the returned status code/;

const UNDESCRIBED: readonly Undescribed[] = [
  {
    call: /./,
    status: 401,
    message: UNTOLD,
    why: 'Wrong credentials are answered so for every call; the description tells of it for a few.',
  },
  {
    call: /^GET .*\/branches\/[^/]+\/protection$/,
    status: 403,
    message: UNTOLD,
    why: 'An App that may not read the administration of a repository is answered so; the description tells of 404 only.',
  },
  {
    call: /^DELETE .*\/memberships\/|^POST .*\/(dispatches|reviews)$/,
    status: 404,
    message: UNTOLD,
    why: 'What is not there, or may not be seen, is answered so for every call; the description leaves it out for these.',
  },
  {
    call: /^POST .*\/dispatches$/,
    status: 422,
    message: UNTOLD,
    why: 'Inputs that the workflow does not declare are refused so; the description knows no refusal of a dispatch.',
  },
  {
    call: /^PUT .*\/contents\//,
    status: 409,
    message: /must match exactly one schema in oneOf$/,
    why: 'The two schemas that the description gives to choose from require nothing, so every refusal fits both.',
  },
];

/** Whether what Prism found is listed as a gap of the description. */
export const isUndescribed = (found: { call: string; status: number; message: string }): boolean =>
  UNDESCRIBED.some(
    ({ call, status, message }) => status === found.status && call.test(found.call) && message.test(found.message),
  );
