import { sumRowsModule } from './sum-rows-wasm.ts';
import { stepsOfRow, type TokenTable } from './token-table.ts';

/**
 * Sums rows of a token table, each with a factor: what embedding spends its time on besides tokenising.
 * The rows are given one by one (`add`), then summed at once. Not re-entrant.
 */
export interface RowSum {
  /** Forgets the rows added. */
  clear(): void;
  /** `factor` as it multiplies the row's steps: its scale is the caller's to multiply in. */
  add(row: number, factor: number): void;
  /** The sum, `dimension` long; overwritten by the next one. */
  sum(): Float32Array;
}

/**
 * With SIMD in WebAssembly where there is such (everywhere that this project supports), else in plain
 * JavaScript. Both multiply and add in single precision in the same order, so that the bits are the same
 * and an index made in one browser fits another. Chromium 156: figures in the model card.
 */
export function openRowSum(table: TokenTable): RowSum {
  return wasmRowSum(table) ?? plainRowSum(table);
}

/** Rows that fit before the buffers grow. */
const FIRST_ROWS = 4_096;
const PAGE_BYTES = 65_536;
/** Bytes that the module takes at a time. */
const BLOCK_BYTES = 16;

/** Null when the engine has no SIMD, or the table's rows are no whole blocks. */
export function wasmRowSum({ packed, rows, dimension }: TokenTable): RowSum | null {
  const half = dimension / 2;
  if (half % BLOCK_BYTES !== 0) return null;
  const module = sumRowsModule();
  if (!WebAssembly.validate(module)) return null;
  let capacity = FIRST_ROWS;
  const outAt = Math.ceil((rows * half) / BLOCK_BYTES) * BLOCK_BYTES;
  const rowsAt = outAt + 4 * dimension;
  const pages = (most: number) => Math.ceil((rowsAt + 8 * most) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages(capacity) });
  new Uint8Array(memory.buffer).set(packed);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
  const sum = instance.exports.sum as (
    half: number,
    rows: number,
    factors: number,
    count: number,
    out: number,
  ) => void;
  let offsets = new Int32Array(memory.buffer, rowsAt, capacity);
  let factors = new Float32Array(memory.buffer, rowsAt + 4 * capacity, capacity);
  let out = new Float32Array(memory.buffer, outAt, dimension);
  let count = 0;
  const grow = () => {
    const keptOffsets = offsets.slice();
    const keptFactors = factors.slice();
    const before = pages(capacity);
    capacity *= 2;
    memory.grow(pages(capacity) - before);
    offsets = new Int32Array(memory.buffer, rowsAt, capacity);
    factors = new Float32Array(memory.buffer, rowsAt + 4 * capacity, capacity);
    out = new Float32Array(memory.buffer, outAt, dimension);
    offsets.set(keptOffsets);
    factors.set(keptFactors);
  };
  return {
    clear: () => {
      count = 0;
    },
    add: (row, factor) => {
      if (count === capacity) grow();
      offsets[count] = row * half;
      factors[count++] = factor;
    },
    sum: () => {
      if (count === 0) out.fill(0);
      else sum(half, rowsAt, rowsAt + 4 * capacity, count, outAt);
      return out;
    },
  };
}

/** The same sum without WebAssembly. */
export function plainRowSum(table: TokenTable): RowSum {
  const { dimension } = table;
  const out = new Float32Array(dimension);
  const steps = new Int8Array(dimension);
  const rows: number[] = [];
  const factors: number[] = [];
  return {
    clear: () => {
      rows.length = 0;
      factors.length = 0;
    },
    add: (row, factor) => {
      rows.push(row);
      factors.push(Math.fround(factor));
    },
    sum: () => {
      out.fill(0);
      for (let at = 0; at < rows.length; at++) {
        stepsOfRow(table, rows[at] as number, steps);
        const factor = factors[at] as number;
        for (let d = 0; d < dimension; d++) {
          const product = Math.fround(factor * (steps[d] as number));
          out[d] = Math.fround((out[d] as number) + product);
        }
      }
      return out;
    },
  };
}
