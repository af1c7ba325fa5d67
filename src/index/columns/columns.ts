import { invariant } from '../../domain/api.ts';
import { type ColumnKernels, columnAt, makeColumnKernels, wholeBlocks } from './column-kernels.ts';

/** Columns that a search takes. */
const MOST_COLUMNS = 8;
/** A commit adds some chunks: the next generation should fit, too. */
const ROOM_TO_GROW = 1.25;
/** A room that is so many times too large is given back. */
const MOST_WASTE = 8;

/**
 * Room for a value of each chunk, which every search fills anew. A fresh array of 50,000 numbers is 400 kB that the system
 * hands out page by page: a third of what an answer took went into that, and into collecting them again.
 */
export class Columns {
  /** Plain arrays, where there are no kernels or they are not asked for. */
  readonly #plain = new Map<string, Float64Array>();
  readonly #places = new Map<string, number>();
  readonly #held = new Map<string, Float64Array>();
  readonly #wantsKernels: boolean;
  #room: ColumnKernels | null = null;

  private constructor(wantsKernels: boolean) {
    this.#wantsKernels = wantsKernels;
  }

  /** Arrays of their own, as long as somebody has them. */
  static plain(): Columns {
    return new Columns(false);
  }

  /** In a memory where the SIMD kernels reach them (`column-passes.ts`), if the machine has those. */
  static inKernelMemory(): Columns {
    return new Columns(true);
  }

  /**
   * The column of this name: what it held may still be in it. It is the caller's until the name is asked for again, so nothing
   * that is kept beyond an `await` may lie in columns that searches share.
   */
  take(name: string, size: number): Float64Array {
    const room = this.#wantsKernels ? this.#roomFor(size) : null;
    if (room === null) return this.#takePlain(name, size);
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#places.size;
      invariant(place < MOST_COLUMNS, 'a search takes eight columns at most');
      this.#places.set(name, place);
    }
    this.#held.delete(name);
    const start = columnAt(room.capacity, place);
    // The kernels work on whole blocks: what is beyond the end must not count.
    const whole = new Float64Array(room.buffer, start, wholeBlocks(size)).fill(0, size);
    return whole.subarray(0, size);
  }

  /** The same, all 0. */
  takeEmpty(name: string, size: number): Float64Array {
    return this.take(name, size).fill(0);
  }

  /** A column with these values; copied only when it does not hold them already. The caller changes neither. */
  hold(name: string, values: Float64Array): Float64Array {
    if (!this.#wantsKernels) return values;
    const room = this.#roomFor(values.length);
    if (room === null) return values;
    if (this.#held.get(name) === values) {
      const start = columnAt(room.capacity, this.#places.get(name) as number);
      return new Float64Array(room.buffer, start, values.length);
    }
    const column = this.take(name, values.length);
    column.set(values);
    this.#held.set(name, values);
    return column;
  }

  #takePlain(name: string, size: number): Float64Array {
    const known = this.#plain.get(name);
    if (known?.length === size) return known;
    const column = new Float64Array(size);
    this.#plain.set(name, column);
    return column;
  }

  /** A larger room is another memory: columns that were taken before stay what they are. */
  #roomFor(size: number): ColumnKernels | null {
    const values = wholeBlocks(size);
    const capacity = this.#room?.capacity ?? 0;
    if (values > capacity || values * MOST_WASTE < capacity) {
      const next = wholeBlocks(Math.max(1_024, Math.ceil(values * ROOM_TO_GROW)));
      if (next === capacity) return this.#room;
      this.#room = makeColumnKernels(MOST_COLUMNS, next);
      this.#held.clear();
    }
    return this.#room;
  }
}
