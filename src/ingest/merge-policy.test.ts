import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SegmentId } from '../domain/api.ts';
import { DEFAULT_MERGE_POLICY, type MergeCandidate, planMerge } from './merge-policy.ts';

const segment = (
  id: number,
  liveChunks: number,
  deadChunks = 0,
  vectors = 'm',
): MergeCandidate => ({
  id: `s${id}` as SegmentId,
  liveChunks,
  deadChunks,
  vectors,
});
const plan = (...segments: readonly MergeCandidate[]) => planMerge(segments, DEFAULT_MERGE_POLICY);

describe('the merge policy', () => {
  it('leaves few or full segments alone', () => {
    expect(plan()).toBeNull();
    expect(plan(segment(1, 3), segment(2, 3), segment(3, 3))).toBeNull();
    expect(
      plan(segment(1, 2_000), segment(2, 2_000), segment(3, 2_000), segment(4, 2_000)),
    ).toBeNull();
  });

  it('makes one of four of a size, the smallest size first', () => {
    const large = [1, 2, 3, 4].map((id) => segment(id, 400));
    const small = [5, 6, 7, 8].map((id) => segment(id, 2));
    expect(plan(...large, ...small)).toEqual(['s5', 's6', 's7', 's8']);
  });

  it('never joins vectors of two models', () => {
    const ours = [1, 2, 3].map((id) => segment(id, 2));
    const theirs = [4, 5, 6].map((id) => segment(id, 2, 0, 'other'));
    expect(plan(...ours, ...theirs)).toBeNull();
  });

  it('writes a segment anew that is mostly dead', () => {
    expect(plan(segment(1, 500, 400), segment(2, 400, 500))).toEqual(['s2']);
  });

  it('comes to an end, with segments that are few and not too large', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5_000 })), {
          maxLength: 60,
        }),
        (sizes) => {
          let segments = sizes.map(([live, dead], id) => segment(id, live, dead));
          let next = sizes.length;
          for (let step = 0; ; step++) {
            expect(step).toBeLessThan(200);
            const chosen = planMerge(segments, DEFAULT_MERGE_POLICY);
            if (chosen === null) break;
            const live = segments
              .filter(({ id }) => chosen.includes(id))
              .reduce((sum, { liveChunks }) => sum + liveChunks, 0);
            if (chosen.length > 1) expect(live).toBeLessThanOrEqual(4_000);
            segments = segments.filter(({ id }) => !chosen.includes(id));
            if (live > 0) segments.push(segment(next++, live));
          }
          const halfFull = segments.filter(({ liveChunks }) => liveChunks < 500);
          expect(halfFull.length).toBeLessThanOrEqual(9);
        },
      ),
      { seed: 3 },
    );
  });
});
