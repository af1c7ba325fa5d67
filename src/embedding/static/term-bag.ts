import { contextualRanges } from '../contextual-text.ts';
import { FIELDS, FieldRanges, scanFields } from './code-fields.ts';
import type { StaticTokenizer } from './static-tokenizer.ts';

/**
 * Counts the tokens of a text, each field of it apart; the columns hold one entry a token and field.
 * The training tool reads it too, so that the weights are learned for just what is summed in use.
 * Not re-entrant: a count overwrites what the one before left.
 */
export class TermBag {
  /** The columns are filled from 0 up to `size`. */
  tokens = new Int32Array(1024);
  fields = new Uint8Array(1024);
  counts = new Uint16Array(1024);
  size = 0;

  readonly #tokenizer: StaticTokenizer;
  /**
   * Place of (token, field) in the columns, with the number of the count that it is of in the upper bits: nothing has
   * to be forgotten between two counts. The fields of a token lie side by side.
   */
  readonly #places: Int32Array;
  readonly #placeBits: number;
  #countNumber = 0;
  readonly #ranges = new FieldRanges();

  /** `rows`: how many tokens the vocabulary has. */
  constructor(tokenizer: StaticTokenizer, rows: number) {
    this.#tokenizer = tokenizer;
    this.#places = new Int32Array(rows * FIELDS.length);
    this.#placeBits = 32 - Math.clz32(this.#places.length);
  }

  /** A contextual text by its fields. */
  countDocument(text: string): void {
    this.#start();
    const ranges = this.#ranges;
    scanFields(text, contextualRanges(text), ranges);
    for (let at = 0; at < ranges.count; at++) {
      const field = ranges.fields[at] as number;
      this.#add(text, field, ranges.starts[at] as number, ranges.ends[at] as number);
    }
  }

  /** A question: all of it is field 0. */
  countQuery(text: string): void {
    this.#start();
    this.#add(text, 0, 0, text.length);
  }

  #add(text: string, field: number, start: number, end: number): void {
    const found = this.#tokenizer.encode(text, start, end);
    const ids = this.#tokenizer.ids;
    const unknown = this.#tokenizer.unknownId;
    const places = this.#places;
    const bits = this.#placeBits;
    const placeMask = (1 << bits) - 1;
    const number = this.#countNumber;
    if (this.size + found > this.tokens.length) this.#grow(found);
    const { tokens, fields, counts } = this;
    let { size } = this;
    for (let at = 0; at < found; at++) {
      const token = ids[at] as number;
      if (token === unknown) continue;
      const slot = token * FIELDS.length + field;
      const known = places[slot] as number;
      if (known >>> bits !== number) {
        tokens[size] = token;
        fields[size] = field;
        counts[size] = 1;
        places[slot] = (number << bits) | size;
        size++;
      } else {
        const place = known & placeMask;
        if ((counts[place] as number) < 65_535) counts[place] = (counts[place] as number) + 1;
      }
    }
    this.size = size;
  }

  #start(): void {
    this.size = 0;
    this.#countNumber++;
    // The numbers of counts are used up.
    if (this.#countNumber >>> (32 - this.#placeBits) !== 0) {
      this.#places.fill(0);
      this.#countNumber = 1;
    }
  }

  #grow(more: number): void {
    const length = 2 * (this.size + more);
    const { tokens, fields, counts } = this;
    this.tokens = new Int32Array(length);
    this.tokens.set(tokens);
    this.fields = new Uint8Array(length);
    this.fields.set(fields);
    this.counts = new Uint16Array(length);
    this.counts.set(counts);
  }
}
