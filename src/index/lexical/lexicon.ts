import { termsOfWord } from '../analysis/analyzer.ts';
import { WordTable } from './word-table.ts';

/**
 * Words that were met and the terms each is made of, numbered. Segments that are made one after the other share it: to
 * split and stem a word takes as long as to find it a hundred times. What it holds changes no segment.
 */
export class Lexicon {
  /** By number, in the order in which they were met. */
  readonly terms: string[] = [];
  readonly #termIds = new Map<string, number>();
  readonly #words = new Map<string, readonly number[]>();
  readonly asciiWords = new WordTable((word) => this.#split(word));

  /** Distinct words, those that were met as text and as bytes counted twice. */
  get size(): number {
    return this.asciiWords.size + this.#words.size;
  }

  /** Numbers of the terms of one word, of any script. */
  termsOf(word: string): readonly number[] {
    let ids = this.#words.get(word);
    if (ids === undefined) {
      ids = this.#split(word);
      this.#words.set(word, ids);
    }
    return ids;
  }

  /** The number of a term that was met. */
  idOf(term: string): number {
    return this.#termIds.get(term) as number;
  }

  #split(word: string): readonly number[] {
    const { parts, whole } = termsOfWord(word);
    const ids = parts.map((term) => this.#number(term));
    if (whole !== null) ids.push(this.#number(whole));
    return ids;
  }

  #number(term: string): number {
    let id = this.#termIds.get(term);
    if (id === undefined) {
      id = this.terms.push(term) - 1;
      this.#termIds.set(term, id);
    }
    return id;
  }
}
