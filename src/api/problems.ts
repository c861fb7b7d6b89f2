import type { Problem } from '../domain/request.ts';

/** HTTP status codes that the API answers errors with. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

/** RFC 9457 problem details, with Berth's where/what/mend lines. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: ProblemStatus;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
  readonly problems: readonly Problem[];
}

/** What each means, for people. */
export const TITLES: Readonly<Record<ProblemStatus, string>> = {
  400: 'The call cannot be read',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Not possible as the request stands now',
  413: 'Too large',
  415: 'Unknown content type',
  422: 'Something in what was sent is wrong',
  429: 'Too many calls',
  500: 'Berth made a mistake',
  503: 'Not available right now',
};

/** An answer that is not a success; thrown anywhere below a route. The detail is for people. */
export class ApiProblem extends Error {
  readonly status: ProblemStatus;
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ProblemStatus,
    detail: string,
    options: { problems?: readonly Problem[]; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'ApiProblem';
    this.status = status;
    this.problems = options.problems ?? [];
    this.headers = options.headers ?? {};
  }
}

/** The body of an error answer. */
export function problemDetails(problem: ApiProblem, instance: string, requestId: string): ProblemDetails {
  return {
    type: 'about:blank',
    title: TITLES[problem.status],
    status: problem.status,
    detail: problem.message,
    instance,
    requestId,
    problems: problem.problems,
  };
}

/** The answer about a request that does not exist, or not for whoever asks. */
export const noRequest = (reference: string): ApiProblem =>
  new ApiProblem(404, `There is no request ${reference} that you may see.`);

/** What is answered to a body or query that is not well-formed; its problems say what. */
export const WRONG = 'Some of what was sent is missing or wrong.';

/** The answer to a body or query of which one part cannot be meant. */
export const wrong = (where: string, what: string, mend: string): ApiProblem =>
  new ApiProblem(422, WRONG, { problems: [{ where, what, mend }] });
