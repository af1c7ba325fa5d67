import { sumRowsModule } from './sum-rows-wasm.ts';
import { stepsOfRow, type TokenTable, ZERO_STEP } from './token-table.ts';

/**
 * Sums rows of a token table, each with a factor: what embedding spends its time on besides tokenising.
 * The rows are given one by one (`add`), then summed at once. Not re-entrant.
 */
export interface RowSum {
  /** Forgets the rows added. */
  clear(): void;
  /** `factor` as it multiplies the row's steps: its scale is the caller's to multiply in. */
  add(row: number, factor: number): void;
  /**
   * The direction of the sum, `dimension` long; overwritten by the next one. Factors are taken as whole shares of the
   * largest (1/32,767 of it; less fine for more than some 2,000 rows), so that the sum is one of whole numbers: exact.
   */
  sum(): Int32Array;
  /** A copy of the table's rows, as they were given. */
  packed(): Uint8Array<ArrayBuffer>;
}

/**
 * With SIMD in WebAssembly where there is such (everywhere that this project supports), else in plain
 * JavaScript. Both sum whole numbers, so that the bits are the same and an index made in one browser fits another.
 * (Sums in single precision, rows one by one, took 2.5 times as many instructions a number.)
 */
export function openRowSum(table: TokenTable): RowSum {
  return wasmRowSum(table) ?? plainRowSum(table);
}

const MAX_FACTOR = 32_767;
/** Of all factors: times the largest stored step, 15, this is half of what 32 bits hold. */
const MAX_TOTAL = 2 ** 26;

/** The rows and factors that were added. */
class AddedRows {
  count = 0;
  rows = new Int32Array(FIRST_ROWS);
  factors = new Float64Array(FIRST_ROWS);
  #largest = 0;
  #total = 0;

  clear(): void {
    this.count = 0;
    this.#largest = 0;
    this.#total = 0;
  }

  add(row: number, factor: number): void {
    if (this.count === this.rows.length) this.#grow();
    this.rows[this.count] = row;
    this.factors[this.count++] = factor;
    const size = Math.abs(factor);
    this.#largest = Math.max(this.#largest, size);
    this.#total += size;
  }

  /** Whole factors in one of the factors as they were added; 0 when all are 0, or too small to tell. */
  perOne(): number {
    const unit = Math.max(this.#largest / MAX_FACTOR, this.#total / MAX_TOTAL);
    const perOne = 1 / unit;
    return Number.isFinite(perOne) ? perOne : 0;
  }

  #grow(): void {
    const { rows, factors } = this;
    this.rows = new Int32Array(2 * rows.length);
    this.rows.set(rows);
    this.factors = new Float64Array(2 * factors.length);
    this.factors.set(factors);
  }
}

/** To the nearest, halves up: as quick as a comparison, unlike a call. */
const wholeFactor = (factor: number, perOne: number) => Math.floor(factor * perOne + 0.5);

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
  const added = new AddedRows();
  let capacity = 0;
  const outAt = Math.ceil((rows * half) / BLOCK_BYTES) * BLOCK_BYTES;
  const rowsAt = outAt + 4 * dimension;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(rowsAt / PAGE_BYTES) });
  new Uint8Array(memory.buffer).set(packed);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
  const sum = instance.exports.sum as (
    half: number,
    rows: number,
    factors: number,
    count: number,
    out: number,
  ) => void;
  let offsets = new Int32Array(0);
  let factors = new Int16Array(0);
  let out = new Int32Array(memory.buffer, outAt, dimension);
  /** Room for so many rows, and for one that makes them even. */
  const reserve = (most: number) => {
    if (most < capacity) return;
    capacity = 2 * most;
    const missing = rowsAt + 6 * capacity - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    offsets = new Int32Array(memory.buffer, rowsAt, capacity);
    factors = new Int16Array(memory.buffer, rowsAt + 4 * capacity, capacity);
    out = new Int32Array(memory.buffer, outAt, dimension);
  };
  reserve(FIRST_ROWS);
  const tableBytes = packed.length;
  return {
    clear: () => added.clear(),
    add: (row, factor) => added.add(row, factor),
    sum: () => {
      const perOne = added.perOne();
      const { count } = added;
      if (perOne === 0) return out.fill(0);
      reserve(count);
      let total = 0;
      for (let at = 0; at < count; at++) {
        const factor = wholeFactor(added.factors[at] as number, perOne);
        offsets[at] = (added.rows[at] as number) * half;
        factors[at] = factor;
        total += factor;
      }
      offsets[count] = 0;
      factors[count] = 0;
      sum(half, rowsAt, rowsAt + 4 * capacity, count + (count & 1), outAt);
      for (let d = 0; d < dimension; d++) out[d] = (out[d] as number) - ZERO_STEP * total;
      return out;
    },
    packed: () => new Uint8Array(memory.buffer, 0, tableBytes).slice(),
  };
}

/** The same sum without WebAssembly. */
export function plainRowSum(table: TokenTable): RowSum {
  const { dimension } = table;
  const out = new Int32Array(dimension);
  const steps = new Int8Array(dimension);
  const added = new AddedRows();
  return {
    clear: () => added.clear(),
    add: (row, factor) => added.add(row, factor),
    sum: () => {
      out.fill(0);
      const perOne = added.perOne();
      for (let at = 0; perOne !== 0 && at < added.count; at++) {
        stepsOfRow(table, added.rows[at] as number, steps);
        const factor = wholeFactor(added.factors[at] as number, perOne);
        for (let d = 0; d < dimension; d++) {
          out[d] = (out[d] as number) + factor * (steps[d] as number);
        }
      }
      return out;
    },
    packed: () => Uint8Array.from(table.packed),
  };
}
