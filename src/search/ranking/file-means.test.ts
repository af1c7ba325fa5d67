import { expect, it } from 'vitest';
import { Snapshot } from '../../index/api.ts';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { addFileMeans } from './file-means.ts';

const DIMENSION = 16;
/** Three chunks of a.ts, then one of b.ts: angles in a plane, the question's at 0. */
const ANGLES = [0.2, 0.4, 0.9, 0.3];

function fourChunks() {
  const opened = openedGeneration([
    { 'a.ts': '1\n2\n3\n4\n5\n6\n7\n8\n9', 'b.ts': 'one\ntwo\nthree' },
  ]);
  const codes = new Int8Array(ANGLES.length * DIMENSION);
  for (const [row, angle] of ANGLES.entries()) {
    codes[row * DIMENSION] = Math.round(127 * Math.cos(angle));
    codes[row * DIMENSION + 1] = Math.round(127 * Math.sin(angle));
  }
  const scales = new Float32Array(ANGLES.length).fill(1 / 127);
  const vectors = { documents: ANGLES.length, dimension: DIMENSION, scales, codes, codesAt: null };
  const [segment] = opened.snapshot.segments;
  if (segment === undefined) throw new Error('no segment');
  const reader = { ...segment.reader, vectors };
  return new Snapshot([{ reader, deletedFiles: new Set() }]);
}

it('gives a share of the cosine with the mean to the best chunk of each file, and to no other', () => {
  const cosines = Float64Array.from(ANGLES, Math.cos);
  addFileMeans(fourChunks(), cosines, 0.5);
  const mean = [0, 1, 2].map((row) => ANGLES[row] as number);
  const x = mean.reduce((sum, angle) => sum + Math.cos(angle), 0);
  const y = mean.reduce((sum, angle) => sum + Math.sin(angle), 0);
  const expected = [Math.cos(0.2) + (0.5 * x) / Math.hypot(x, y), Math.cos(0.4), Math.cos(0.9)];
  expect([...cosines.slice(0, 3)].map((value) => value.toFixed(2))).toEqual(
    expected.map((value) => value.toFixed(2)),
  );
  expect(cosines[3]).toBeCloseTo(1.5 * Math.cos(0.3), 2);
});

it('leaves chunks without vectors as they are', () => {
  const { snapshot } = openedGeneration([{ 'a.ts': 'one\ntwo\nthree\nfour' }]);
  const cosines = Float64Array.of(0.5, 0.25);
  addFileMeans(snapshot, cosines, 0.5);
  expect([...cosines]).toEqual([0.5, 0.25]);
});
