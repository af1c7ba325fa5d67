import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Snapshot, type SnapshotSegment } from '../../index/api.ts';
import { segmentOf, unit } from '../fixtures/vector-segment.ts';
import { retrieveByMeaning } from '../vector-retriever.ts';
import { centredCosines } from './centred-cosines.ts';

function centredOf(segments: readonly SnapshotSegment[], query: readonly number[]): number[] {
  const snapshot = new Snapshot(segments);
  const comparable = segments.map(() => true);
  const vector = Float32Array.from(unit(query));
  const cosines = retrieveByMeaning(snapshot, vector, comparable);
  return [...centredCosines(snapshot, cosines, vector, comparable)];
}

describe('cosines less the common direction', () => {
  it('put what is special of a chunk before what it shares with all', () => {
    // Both chunks in question are as near to the question; one of them is nearer to the crowd, too.
    const crowd = Array.from({ length: 8 }, () => [1, 0, 0]);
    const [common, special] = centredOf([segmentOf([[1, 1, 0], [0, 1, 1], ...crowd])], [1, 2, 1]);
    expect(special).toBeGreaterThan((common ?? 0) + 0.05);
  });

  it('leave a chunk that was not compared where it was', () => {
    const snapshot = new Snapshot([segmentOf([[1, 0, 0]]), segmentOf([[1, 1, 0]])]);
    const query = Float32Array.of(1, 0, 0);
    const comparable = [true, false];
    const cosines = retrieveByMeaning(snapshot, query, comparable);
    const centred = centredCosines(snapshot, cosines, query, comparable);
    expect(centred[0]).toBeGreaterThan(0);
    expect(centred[1]).toBe(0);
  });

  it('stay as they are when nothing can be compared', () => {
    const snapshot = new Snapshot([segmentOf([[1, 0, 0]])]);
    const cosines = Float64Array.of(0);
    expect(centredCosines(snapshot, cosines, Float32Array.of(1, 0, 0), [false])).toBe(cosines);
  });

  it('have the same bits, however the chunks lie in segments and whatever was deleted', () => {
    const vector = fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 })
      .filter((values) => values.some((value) => value !== 0));
    fc.assert(
      fc.property(
        fc.array(vector, { minLength: 2, maxLength: 12 }),
        fc.nat(11),
        vector,
        vector,
        (vectors, cut, gone, query) => {
          const at = Math.min(cut, vectors.length - 1);
          const first = segmentOf([...vectors.slice(0, at), gone]);
          const second = segmentOf(vectors.slice(at));
          const split = centredOf([{ ...first, deletedFiles: new Set([at]) }, second], query);
          split.splice(at, 1);
          expect(split).toEqual(centredOf([segmentOf(vectors)], query));
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });
});
