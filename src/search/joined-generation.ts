/**
 * Several repositories searched as one. Their segments stand in one snapshot, so that everything a score rests on is
 * counted over all of them: how rare a word is, how long a chunk is on average, the best cosine and BM25 that the
 * others are measured by, how telling a file's name is. A hit is worth what it would be worth in one index of all files.
 *
 * The alternative, a ranked list of each repository and a fusion of the lists, was rejected: the scores of two lists are
 * relative to each one's own best, so that the least bad file of a repository that has nothing on the matter would stand
 * beside the file that was meant; and fusing by ranks does so on purpose. Also, phrases, expressions and filters are
 * complete over all this way, and there is one order with one rule for ties.
 */
import type { RepositoryId } from '../domain/api.ts';
import { Snapshot } from '../index/api.ts';
import type { JoinedRepository, OpenedGeneration } from './opened-generation.ts';

export interface NamedGeneration {
  readonly id: RepositoryId;
  readonly name: string;
  readonly generation: OpenedGeneration;
}

/** Joins at least one. Reads nothing: the parts' segments, texts and filters are shared. */
function joined(parts: readonly NamedGeneration[]): OpenedGeneration {
  const [first] = parts as readonly [NamedGeneration];
  const snapshot = new Snapshot(parts.flatMap(({ generation }) => generation.snapshot.segments));
  const repositories: JoinedRepository[] = [];
  /** By segment of the joined snapshot: whose it is, and which one of its. */
  const owners: { readonly part: OpenedGeneration; readonly segment: number }[] = [];
  let start = 0;
  for (const { id, name, generation } of parts) {
    const end = start + generation.snapshot.size;
    repositories.push({ id, name, generation: generation.manifest.generation, start, end });
    for (const segment of generation.snapshot.segments.keys())
      owners.push({ part: generation, segment });
    start = end;
  }
  const partOf = (ordinal: number) => {
    const at = repositories.findIndex(({ end }) => ordinal < end);
    const part = parts[at] as NamedGeneration;
    return {
      texts: part.generation.texts,
      own: ordinal - (repositories[at] as JoinedRepository).start,
    };
  };
  return {
    manifest: {
      ...first.generation.manifest,
      segments: parts.flatMap(({ generation }) => generation.manifest.segments),
    },
    entries: parts.flatMap(({ generation }) => generation.entries),
    snapshot,
    texts: {
      chunk: (ordinal) => {
        const { texts, own } = partOf(ordinal);
        return texts.chunk(own);
      },
      file: async (segment, ordinal) => {
        const owner = owners[segment];
        return owner === undefined ? '' : owner.part.texts.file(owner.segment, ordinal);
      },
    },
    grams: async (segment) => {
      const owner = owners[segment];
      return owner === undefined ? null : owner.part.grams(owner.segment);
    },
    leftOut: parts.flatMap(({ generation }) => generation.leftOut),
    repositories,
  };
}

/** Keeps the generations that were joined last, since one who types asks the same ones again and again. */
export class GenerationJoiner {
  #last: { readonly parts: readonly NamedGeneration[]; readonly whole: OpenedGeneration } | null =
    null;

  /** At least one part. Their order does not matter: they are joined by name, then id. */
  join(unordered: readonly NamedGeneration[]): OpenedGeneration {
    const parts = [...unordered].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
    const last = this.#last;
    const isSame =
      last?.parts.length === parts.length &&
      parts.every(({ id, name, generation }, index) => {
        const known = last.parts[index];
        return known?.id === id && known.name === name && known.generation === generation;
      });
    if (isSame && last !== null) return last.whole;
    const whole = joined(parts);
    this.#last = { parts, whole };
    return whole;
  }

  /** Lets the generations go: one that is held here costs its memory after its repository is gone. */
  forget(): void {
    this.#last = null;
  }
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
