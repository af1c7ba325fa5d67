import type { SegmentId } from '../domain/api.ts';

/** What the policy looks at of a segment. */
export interface MergeCandidate {
  readonly id: SegmentId;
  /** Of files that this generation still has. */
  readonly liveChunks: number;
  /** Of files that it no longer has. */
  readonly deadChunks: number;
  /** What made the vectors; segments of different ones never become one. */
  readonly vectors: string;
}

export interface MergePolicy {
  /** So many segments of one size class become one. */
  readonly fanIn: number;
  /** A merged segment has at most this many chunks. */
  readonly maxChunks: number;
  /** A segment is written anew when a larger share of its chunks is dead. */
  readonly maxDeadShare: number;
  /** … and not for fewer: a small segment is soon merged with others. */
  readonly minDeadChunks: number;
}

/** A segment of 4,000 chunks has about 4 MB of text and 1 MB each of postings and vectors. */
export const DEFAULT_MERGE_POLICY: MergePolicy = {
  fanIn: 4,
  maxChunks: 4_000,
  maxDeadShare: 0.5,
  minDeadChunks: 256,
};

/** Size classes: under 32 chunks, under 128, under 512 … */
const SMALLEST_CLASS_CHUNKS = 32;
const CLASS_RATIO = 4;

/**
 * Which segments to write as one, in their order; null when none. First a segment that is mostly dead; else the
 * smallest size class that has `fanIn` members, of which the smallest go together up to `maxChunks`. So a chunk is
 * written anew about once a class (tiers, as in log-structured merge trees), and there are at most
 * `fanIn - 1` segments of each class, beside full ones.
 */
export function planMerge(
  segments: readonly MergeCandidate[],
  policy: MergePolicy,
): readonly SegmentId[] | null {
  const dead = segments.find(
    ({ liveChunks, deadChunks }) =>
      deadChunks >= policy.minDeadChunks &&
      deadChunks > policy.maxDeadShare * (liveChunks + deadChunks),
  );
  if (dead !== undefined) return [dead.id];

  const classes = new Map<string, MergeCandidate[]>();
  for (const segment of segments) {
    const key = `${sizeClass(segment.liveChunks)} ${segment.vectors}`;
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [segment]);
    else members.push(segment);
  }
  const groups = [...classes.values()]
    .map((members) => fitting(members, policy.maxChunks))
    .filter((group) => group.length >= policy.fanIn)
    .sort((a, b) => sizeOf(a) - sizeOf(b));
  const [chosen] = groups;
  if (chosen === undefined) return null;
  const ids = new Set(chosen.map(({ id }) => id));
  return segments.map(({ id }) => id).filter((id) => ids.has(id));
}

/** The smallest members that fit into one segment together. */
function fitting(members: readonly MergeCandidate[], maxChunks: number): MergeCandidate[] {
  const group: MergeCandidate[] = [];
  let chunks = 0;
  for (const member of [...members].sort((a, b) => a.liveChunks - b.liveChunks)) {
    chunks += member.liveChunks;
    if (chunks > maxChunks) break;
    group.push(member);
  }
  return group;
}

function sizeClass(chunks: number): number {
  return Math.max(
    0,
    Math.ceil(Math.log((chunks + 1) / SMALLEST_CLASS_CHUNKS) / Math.log(CLASS_RATIO)),
  );
}

function sizeOf(group: readonly MergeCandidate[]): number {
  return group.reduce((sum, { liveChunks }) => sum + liveChunks, 0);
}
