import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An answer of GitHub that is not a success; the app turns it into GitHub's JSON. */
export class GithubError extends Error {
  readonly status: ContentfulStatusCode;
  readonly errors: readonly unknown[] | undefined;
  constructor(status: ContentfulStatusCode, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = () => new GithubError(404, 'Not Found');

/** GitHub's 422 with one entry per wrong field. */
export const invalid = (resource: string, detail: Record<string, unknown>) =>
  new GithubError(422, 'Validation Failed', [{ resource, code: 'custom', ...detail }]);
