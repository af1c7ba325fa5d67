import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../index/api.ts';
import { segmentOf } from '../fixtures/vector-segment.ts';
import { withFeedback } from './feedback.ts';

const QUERY = Float32Array.of(1, 0, 0);

describe('feedback', () => {
  it('draws the question towards what came first', () => {
    const snapshot = new Snapshot([
      segmentOf([
        [0, 1, 0],
        [0, 0, 1],
      ]),
    ]);
    const drawn = withFeedback(snapshot, QUERY, Float64Array.of(1, 0), [true]);
    expect(drawn[1]).toBeCloseTo(0.3 / Math.hypot(1, 0.3), 2);
    expect(drawn[2]).toBe(0);
    expect(Math.hypot(...drawn)).toBeCloseTo(1, 6);
  });

  it('hears no chunk that was not compared, though it was found by its words', () => {
    const snapshot = new Snapshot([segmentOf([[0, 1, 0]]), segmentOf([[0, 0, 1]])]);
    const drawn = withFeedback(snapshot, QUERY, Float64Array.of(1, 1), [false, true]);
    expect(drawn[1]).toBe(0);
    expect(drawn[2]).toBeGreaterThan(0.1);
  });

  it('leaves the question as it is when nothing was found', () => {
    const snapshot = new Snapshot([segmentOf([[0, 1, 0]])]);
    expect(withFeedback(snapshot, QUERY, Float64Array.of(0), [true])).toEqual(QUERY);
  });

  it('is the same to the last bit, however the chunks lie in segments', () => {
    const vectors = [
      [3, 1, 2],
      [-1, 5, 0],
      [2, 2, 7],
      [1, 1, 1],
      [4, -3, 2],
      [0, 9, 1],
    ];
    const fused = Float64Array.of(0.5, 0.9, 0.7, 0.5, 0.4, 0.8);
    const whole = withFeedback(new Snapshot([segmentOf(vectors)]), QUERY, fused, [true]);
    const split = new Snapshot([segmentOf(vectors.slice(4)), segmentOf(vectors.slice(0, 4))]);
    const moved = Float64Array.of(...fused.slice(4), ...fused.slice(0, 4));
    expect(withFeedback(split, QUERY, moved, [true, true])).toEqual(whole);
  });
});
