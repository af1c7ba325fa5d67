import { VectorGitError } from '../domain/api.ts';

/** Names a failure of the database. What is already a `VectorGitError` passes through. */
export function storageFailure(error: unknown, what: string): VectorGitError {
  if (error instanceof VectorGitError) return error;
  const name = error instanceof Error ? error.name : '';
  // Quota errors come with an empty message and arrive when the transaction commits, not at the put.
  if (name === 'QuotaExceededError') {
    return new VectorGitError(
      'storage/quota-exceeded',
      `The browser has no room to ${what}; what was committed before is safe`,
      { cause: error },
    );
  }
  return new VectorGitError('storage/unavailable', `The browser's database failed to ${what}`, {
    details: { name, message: error instanceof Error ? error.message : String(error) },
    cause: error,
  });
}

/** Runs a piece of work with the database and names its failure. */
export async function naming<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw storageFailure(error, what);
  }
}
