import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import { loadHnswlib } from 'hnswlib-wasm';
import {
  Columns,
  decodeVectors,
  encodeVectors,
  nearestCosines,
  quantize,
  topK,
  type VectorBlock,
} from '../../index/api.ts';
import { randomNumbers } from './corpus.ts';
import { memoryReader } from './memory-read.ts';

export const DIMENSION = 256;
const LIMIT = 50;
const ROWS_PER_BLOCK = 2_000;
const CLUSTERS = 400;
const BATCH = 500;

export interface BuiltVectors {
  /** Rows of the fifty nearest, best first; null of what only measures a limit. */
  search(query: Float32Array): Promise<readonly number[]> | readonly number[] | null;
}

type Build = (vectors: Float32Array) => Promise<BuiltVectors>;

/** Unit vectors in clusters, as texts of one repository lie; the same at every run. */
export function makeVectors(rows: number, seed: number): Float32Array {
  const centres = randomNumbers(7);
  const centre = Float32Array.from({ length: CLUSTERS * DIMENSION }, () => centres() - 0.5);
  const random = randomNumbers(seed);
  const vectors = new Float32Array(rows * DIMENSION);
  for (let row = 0; row < rows; row++) {
    const own = Math.floor(random() * CLUSTERS) * DIMENSION;
    let squares = 0;
    for (let index = 0; index < DIMENSION; index++) {
      const value = (centre[own + index] as number) + (random() - 0.5);
      vectors[row * DIMENSION + index] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares);
    for (let at = row * DIMENSION; at < (row + 1) * DIMENSION; at++) {
      vectors[at] = (vectors[at] as number) / length;
    }
  }
  return vectors;
}

export const VECTOR_ENGINES: Readonly<Record<string, Build>> = {
  'VectorGit, int8 SIMD': async (vectors) => {
    const rows = vectors.length / DIMENSION;
    const blocks: { readonly block: VectorBlock; readonly base: number }[] = [];
    for (let base = 0; base < rows; base += ROWS_PER_BLOCK) {
      const part = vectors.subarray(base * DIMENSION, (base + ROWS_PER_BLOCK) * DIMENSION);
      blocks.push({ block: decodeVectors(encodeVectors(part, DIMENSION)), base });
    }
    const columns = Columns.inKernelMemory();
    return {
      search: (query) => {
        const scores = columns.takeEmpty('cosines', rows);
        nearestCosines(quantize(query), blocks, scores);
        return topK(scores, LIMIT, 0, (a, b) => a - b);
      },
    };
  },
  'limit: a read of the codes': async (vectors) => {
    const read = await memoryReader(vectors.length);
    return {
      search: () => {
        read();
        return null;
      },
    };
  },
  'float32 loop': async (vectors) => ({
    search: (query) => {
      const rows = vectors.length / DIMENSION;
      const scores = new Float64Array(rows);
      for (let row = 0, at = 0; row < rows; row++) {
        let sum = 0;
        for (let index = 0; index < DIMENSION; index++, at++) {
          sum += (vectors[at] as number) * (query[index] as number);
        }
        scores[row] = sum;
      }
      return topK(scores, LIMIT, 0, (a, b) => a - b);
    },
  }),
  Orama: async (vectors) => {
    const database = create({ schema: { vector: `vector[${DIMENSION}]` } as const });
    const rows = Array.from({ length: vectors.length / DIMENSION }, (_, row) => ({
      id: String(row),
      vector: Array.from(vectors.subarray(row * DIMENSION, (row + 1) * DIMENSION)),
    }));
    await insertMultiple(database, rows, BATCH);
    return {
      search: async (query) => {
        const { hits } = await searchOrama(database, {
          mode: 'vector',
          vector: { value: Array.from(query), property: 'vector' },
          similarity: 0,
          limit: LIMIT,
        });
        return hits.map(({ id }) => Number(id));
      },
    };
  },
  'hnswlib-wasm': async (vectors) => {
    const rows = vectors.length / DIMENSION;
    const library = await loadHnswlib();
    const index = new library.HierarchicalNSW('ip', DIMENSION, '');
    index.initIndex(rows, 16, 200, 100);
    for (let row = 0; row < rows; row++) {
      index.addPoint(vectors.slice(row * DIMENSION, (row + 1) * DIMENSION), row, false);
    }
    index.setEfSearch(100);
    return { search: (query) => index.searchKnn(query, LIMIT, undefined).neighbors };
  },
};
