import { DEFINITION_KINDS, type DefinitionKind } from '../../domain/api.ts';
import type { ChunkTable, SegmentReader } from '../../index/api.ts';

/** Between names, in the text of all names. */
const SEPARATOR = '\n';
const NON_ASCII = /\P{ASCII}/u;
/** Of a name with letters beyond ASCII: it may hold any. */
const ANY_LETTERS = -1;

/**
 * The names that a segment's chunks define, to be looked through at every key: each qualified name once, all in one
 * text in lower case, in order of first definition; which chunks define it as columns. The names as they are written stay in the table
 * of chunks.
 */
export class SegmentDefinitions {
  /** Distinct qualified names. */
  readonly count: number;
  /** Kind and chunk of every definition, grouped by name, in order of chunks within a name. */
  readonly kinds: Uint8Array;
  readonly chunks: Uint32Array;
  /** All names in lower case; name `n` is from `starts[n]` to before the separator at `starts[n + 1] - 1`. */
  readonly text: string;
  readonly starts: Uint32Array;
  /** Where the last component of each name begins in the text. */
  readonly ownStarts: Uint32Array;
  /** By name: which letters its last component has; see `lettersOf`. */
  readonly letters: Int32Array;
  readonly #table: ChunkTable;
  readonly #firstOf: Uint32Array;
  readonly #spellings: Uint32Array;
  /** Names with letters beyond ASCII: their lower case may depend on what stands around. */
  readonly #beyondAscii: readonly number[];

  constructor(table: ChunkTable) {
    const numbers = new Map<string, number>();
    const spellings: number[] = [];
    const nameOf: number[] = [];
    const kinds: number[] = [];
    const chunks: number[] = [];
    table.forEachDefinition((chunk, kind, start, end) => {
      const name = table.detail(start, end);
      let number = numbers.get(name);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(name, number);
        spellings.push(start, end);
      }
      nameOf.push(number);
      kinds.push(kind);
      chunks.push(chunk);
    });
    this.#table = table;
    this.count = numbers.size;
    this.#spellings = Uint32Array.from(spellings);
    this.#firstOf = new Uint32Array(this.count + 1);
    for (const number of nameOf) {
      this.#firstOf[number + 1] = (this.#firstOf[number + 1] as number) + 1;
    }
    for (let number = 0; number < this.count; number++) {
      this.#firstOf[number + 1] =
        (this.#firstOf[number + 1] as number) + (this.#firstOf[number] as number);
    }
    this.kinds = new Uint8Array(nameOf.length);
    this.chunks = new Uint32Array(nameOf.length);
    const next = this.#firstOf.slice();
    for (const [definition, number] of nameOf.entries()) {
      const at = next[number] as number;
      next[number] = at + 1;
      this.kinds[at] = kinds[definition] as number;
      this.chunks[at] = chunks[definition] as number;
    }
    this.starts = new Uint32Array(this.count + 1);
    this.ownStarts = new Uint32Array(this.count);
    this.letters = new Int32Array(this.count);
    const beyondAscii: number[] = [];
    const parts: string[] = [];
    let at = 0;
    for (const [name, number] of numbers) {
      const lower = name.toLowerCase();
      const own = lower.lastIndexOf('.') + 1;
      const isAscii = !NON_ASCII.test(name);
      if (!isAscii) beyondAscii.push(number);
      this.ownStarts[number] = at + own;
      this.letters[number] = isAscii ? lettersOf(lower.slice(own)) : ANY_LETTERS;
      parts.push(lower);
      at += lower.length + SEPARATOR.length;
      this.starts[number + 1] = at;
    }
    this.#beyondAscii = beyondAscii;
    this.text = parts.join(SEPARATOR);
  }

  /** The qualified name as it is written. */
  name(number: number): string {
    return this.#table.detail(
      this.#spellings[number * 2] as number,
      this.#spellings[number * 2 + 1] as number,
    );
  }

  isAscii(number: number): boolean {
    return this.letters[number] !== ANY_LETTERS;
  }

  /** Definitions of a name: indices into `kinds` and `chunks`, half-open. */
  definitions(number: number): { readonly start: number; readonly end: number } {
    return {
      start: this.#firstOf[number] as number,
      end: this.#firstOf[number + 1] as number,
    };
  }

  kind(definition: number): DefinitionKind {
    return DEFINITION_KINDS[this.kinds[definition] as number] as DefinitionKind;
  }

  /** Names that may hold `part`, which is in lower case, and all that do; all names for an empty one. */
  namesHolding(part: string): number[] {
    if (part === '') return Array.from({ length: this.count }, (_, number) => number);
    const found = [...this.#beyondAscii];
    let number = 0;
    for (let at = this.text.indexOf(part); at !== -1; ) {
      while ((this.starts[number + 1] as number) <= at) number++;
      const end = (this.starts[number + 1] as number) - SEPARATOR.length;
      const isWithin = at + part.length <= end;
      if (isWithin && this.isAscii(number)) found.push(number);
      at = this.text.indexOf(part, isWithin ? end : at + 1);
    }
    return found;
  }
}

/** A bit for each letter, one for digits, one for the rest of ASCII: a name that lacks one of a word's cannot fit it. */
export function lettersOf(lower: string): number {
  let bits = 0;
  for (let index = 0; index < lower.length; index++) {
    const code = lower.charCodeAt(index);
    if (code >= 97 && code <= 122) bits |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) bits |= 1 << 26;
    else if (code < 128) bits |= 1 << 27;
  }
  return bits;
}

const bySegment = new WeakMap<SegmentReader, SegmentDefinitions>();

/** Made at first use and kept as long as the segment is open; a segment never changes. */
export function definitionsOf(reader: SegmentReader): SegmentDefinitions {
  let known = bySegment.get(reader);
  if (known === undefined) {
    known = new SegmentDefinitions(reader.chunks);
    bySegment.set(reader, known);
  }
  return known;
}
