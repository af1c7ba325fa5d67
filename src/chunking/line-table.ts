/**
 * Where the lines of a text begin, so that sizes and slices of line runs cost nothing.
 * Rows are 0-based here and in the whole room, as tree-sitter counts them; only a finished chunk has
 * 1-based lines. A final line end closes the last line and begins no further one.
 */
export class LineTable {
  readonly text: string;
  /** Rows of the text. */
  readonly count: number;
  /** UTF-16 index of each row's first unit; one more entry stands for the row after the last. */
  readonly #starts: Int32Array;

  constructor(text: string) {
    this.text = text;
    let count = 1;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
    if (text.length === 0 || text.endsWith('\n')) count--;
    const starts = new Int32Array(count + 1);
    for (
      let row = 1, at = text.indexOf('\n');
      row < count;
      row++, at = text.indexOf('\n', at + 1)
    ) {
      starts[row] = at + 1;
    }
    starts[count] = text.endsWith('\n') ? text.length : text.length + 1;
    this.#starts = starts;
    this.count = count;
  }

  /** UTF-16 index at which the row begins. */
  startOf(row: number): number {
    return this.#starts[row] ?? this.text.length;
  }

  /** UTF-16 index behind the row's last unit, before its line end. */
  endOf(row: number): number {
    return this.startOf(row + 1) - 1;
  }

  /** UTF-16 units of the rows `start` to `end` inclusive, inner line ends counted. */
  size(start: number, end: number): number {
    return this.startOf(end + 1) - 1 - this.startOf(start);
  }

  /** The rows `start` to `end` inclusive, joined by `\n`. */
  slice(start: number, end: number): string {
    return this.text.slice(this.startOf(start), this.endOf(end));
  }

  line(row: number): string {
    return this.slice(row, row);
  }

  /** Columns of white space before the row's first visible unit (a tab counts four); -1 for a blank row. */
  indentOf(row: number): number {
    const end = this.endOf(row);
    let columns = 0;
    for (let at = this.startOf(row); at < end; at++) {
      const unit = this.text.charCodeAt(at);
      if (unit === 9) columns += 4;
      else if (unit === 32 || isOtherSpace(unit)) columns += 1;
      else return columns;
    }
    return -1;
  }

  isBlank(row: number): boolean {
    return this.indentOf(row) === -1;
  }

  /** True when every row from `start` to `end` inclusive is blank; true for an empty run. */
  isBlankRun(start: number, end: number): boolean {
    for (let row = start; row <= end; row++) if (!this.isBlank(row)) return false;
    return true;
  }
}

/** White space besides blank, tab and line feed, as `\s` has it. */
function isOtherSpace(unit: number): boolean {
  return (
    (unit >= 11 && unit <= 13) ||
    unit === 0xa0 ||
    unit === 0xfeff ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
