/**
 * Room for a value of each chunk or file, which every search fills anew. A fresh array of 50,000 numbers is 400 kB that the
 * system hands out page by page: a third of what an answer took went into that, and into collecting them again.
 */
export class Columns {
  readonly #columns = new Map<string, Float64Array>();

  /**
   * The column of this name: what it held is still in it. It is the caller's until the name is asked for again, so nothing
   * that is kept beyond an `await` may lie in columns that searches share.
   */
  take(name: string, size: number): Float64Array {
    const known = this.#columns.get(name);
    if (known?.length === size) return known;
    const column = new Float64Array(size);
    this.#columns.set(name, column);
    return column;
  }

  /** The same, all 0. */
  takeEmpty(name: string, size: number): Float64Array {
    return this.take(name, size).fill(0);
  }
}
