import { contextualRanges } from '../contextual-text.ts';
import { FIELDS, scanFields } from './code-fields.ts';
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
  readonly #rows: number;
  /** Place of (field, token) in the columns plus 1; all 0 between counts. */
  readonly #places: Int32Array;
  #text = '';

  /** `rows`: how many tokens the vocabulary has. */
  constructor(tokenizer: StaticTokenizer, rows: number) {
    this.#tokenizer = tokenizer;
    this.#rows = rows;
    this.#places = new Int32Array(rows * FIELDS.length);
  }

  /** A contextual text by its fields. */
  countDocument(text: string): void {
    this.size = 0;
    this.#text = text;
    scanFields(text, contextualRanges(text), this.#add);
    this.#forgetPlaces();
  }

  /** A question: all of it is field 0. */
  countQuery(text: string): void {
    this.size = 0;
    this.#text = text;
    this.#add(0, 0, text.length);
    this.#forgetPlaces();
  }

  readonly #add = (field: number, start: number, end: number): void => {
    const found = this.#tokenizer.encode(this.#text, start, end);
    const ids = this.#tokenizer.ids;
    const unknown = this.#tokenizer.unknownId;
    const places = this.#places;
    const base = field * this.#rows;
    if (this.size + found > this.tokens.length) this.#grow(found);
    for (let at = 0; at < found; at++) {
      const token = ids[at] as number;
      if (token === unknown) continue;
      const place = places[base + token] as number;
      if (place === 0) {
        this.tokens[this.size] = token;
        this.fields[this.size] = field;
        this.counts[this.size] = 1;
        places[base + token] = ++this.size;
      } else if ((this.counts[place - 1] as number) < 65_535) {
        this.counts[place - 1] = (this.counts[place - 1] as number) + 1;
      }
    }
  };

  #forgetPlaces(): void {
    for (let at = 0; at < this.size; at++) {
      this.#places[(this.fields[at] as number) * this.#rows + (this.tokens[at] as number)] = 0;
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
