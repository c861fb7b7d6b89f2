/** An error as the Kubernetes API words it; becomes a `v1` Status. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: number, reason: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  toStatus(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message);
export const unauthorized = () => new ApiError(401, 'Unauthorized', 'Unauthorized');
export const notFound = (resource: string, name: string) =>
  new ApiError(404, 'NotFound', `${resource} "${name}" not found`, { name, kind: resource });
export const invalid = (kind: string, name: string, cause: string) =>
  new ApiError(422, 'Invalid', `${kind} "${name}" is invalid: ${cause}`, { name, kind });
/** What this server does not imitate. */
export const notImitated = (what: string) =>
  new ApiError(501, 'NotImplemented', `the sandbox cluster does not imitate ${what}`);
