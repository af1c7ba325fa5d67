import { type RepositoryId, VectorGitError } from '../domain/api.ts';

/**
 * Runs `work` as the only writer of a repository among all tabs (Web Locks: released when the tab dies).
 * `index/writer-locked` at once when another one is writing; readers never wait.
 */
export async function asWriter<Value>(
  id: RepositoryId,
  work: () => Promise<Value>,
): Promise<Value> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return work();
  return locks.request(`vectorgit:writer:${id}`, { ifAvailable: true }, (lock) => {
    if (lock === null) {
      throw new VectorGitError('index/writer-locked', 'Another tab is indexing this repository');
    }
    return work();
  });
}
