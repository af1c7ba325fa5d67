import {
  hasCode,
  type QueryProblem,
  type RepositoryId,
  type SearchReply,
  VectorGitError,
} from '../domain/api.ts';
import type { OpenedGeneration } from '../search/api.ts';
import type { HealthDesk } from './health-desk.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

/** Mends that one request may wait for. */
const MOST_MENDS = 3;

/**
 * Runs `work` on the newest generation. Damage that is met is mended first; what cannot be mended is left out, and
 * the work goes on over what is good. `index/corrupt` when mending is switched off.
 */
export async function readWhole<Value>(
  id: RepositoryId,
  shelf: RepositoryShelf,
  health: HealthDesk,
  work: (generation: OpenedGeneration) => Promise<Value>,
): Promise<Value> {
  /** Parts whose mend was waited for: what is still damaged then is left out. */
  const waited = new Set<unknown>();
  for (let mends = 0; ; mends++) {
    const { opened } = await shelf.get(id);
    try {
      const done = await opened.reading(async (generation) => {
        const damage = generation.leftOut.find(
          ({ error }) => !waited.has(error.details.key),
        )?.error;
        if (damage !== undefined && mends < MOST_MENDS && (await health.canMend(id, damage))) {
          throw damage;
        }
        return { value: await work(generation) };
      });
      if (done !== null) return done.value;
    } catch (error) {
      if (!hasCode(error, 'index/corrupt') || mends >= MOST_MENDS) throw error;
      await health.mend(id, error);
      waited.add(error.details.key);
      opened.refresh();
      continue;
    }
    throw await nothingThere(id, shelf);
  }
}

/** The answer, and what a person should know of one that was made without the damaged parts. */
export function withDamage(reply: SearchReply, { leftOut }: OpenedGeneration): SearchReply {
  if (leftOut.length === 0) return reply;
  const files = leftOut.reduce((sum, { segment }) => sum + segment.fileCount, 0);
  const message = `Part of the index is damaged: up to ${files} files may be missing from the results. Open the folder again to mend it.`;
  const problem: QueryProblem = { span: { start: 0, end: 0 }, message, mend: null };
  return { ...reply, problems: [...reply.problems, problem] };
}

async function nothingThere(id: RepositoryId, shelf: RepositoryShelf): Promise<VectorGitError> {
  const { lost, name } = await shelf.record(id);
  return lost === undefined
    ? new VectorGitError('repository/not-found', 'Nothing of this repository is indexed yet', {
        details: { id },
      })
    : new VectorGitError(
        'repository/source-needed',
        `The browser has lost the index of ${name}; open its folder or archive again`,
        { details: { id, lost } },
      );
}
