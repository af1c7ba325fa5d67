/** Every failure of the world that VectorGit can name. The page's text is chosen by this code. */
export type ErrorCode =
  | 'cancelled'
  | 'index/corrupt'
  | 'index/format-too-new'
  | 'index/format-too-old'
  | 'index/stale-writer'
  | 'index/writer-locked'
  | 'model/checksum-mismatch'
  | 'model/invalid'
  | 'model/unavailable'
  | 'pack/invalid'
  | 'pack/too-new'
  | 'repository/archive-invalid'
  | 'repository/archive-limit'
  | 'repository/not-found'
  | 'repository/path-not-found'
  | 'repository/permission-denied'
  | 'repository/source-needed'
  | 'storage/quota-exceeded'
  | 'storage/unavailable'
  | 'worker/crashed'
  | 'worker/outdated'
  | 'worker/request-failed';

/** A failure of the world, told apart by `code`. Bugs are assertions, expected outcomes are values. */
export class VectorGitError extends Error {
  readonly code: ErrorCode;
  /** Plain data only: it crosses to the page. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: VectorGitError['details']; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'VectorGitError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** True for an error of the given code. */
export function hasCode(error: unknown, code: ErrorCode): error is VectorGitError {
  return error instanceof VectorGitError && error.code === code;
}
