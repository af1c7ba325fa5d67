import { CONTINUATION_PREFIX, MAX_WORD_CODE_POINTS, UNKNOWN_TOKEN } from './tokenizer-file.ts';

/** Cuts words into the tokens of a vocabulary (Schuster & Nakajima 2012; the longest match first). */
export class WordPiece {
  readonly unknownId: number;
  readonly #starts = new Map<string, number>();
  readonly #continuations = new Map<string, number>();
  #longest = 1;

  constructor(vocabulary: readonly string[]) {
    this.unknownId = vocabulary.indexOf(UNKNOWN_TOKEN);
    vocabulary.forEach((token, id) => {
      if (id === this.unknownId) return;
      const continues = token.startsWith(CONTINUATION_PREFIX);
      const piece = continues ? token.slice(CONTINUATION_PREFIX.length) : token;
      (continues ? this.#continuations : this.#starts).set(piece, id);
      this.#longest = Math.max(this.#longest, piece.length);
    });
  }

  /** Ids of a lower-case word; a word with a part that no token covers is one unknown token. */
  encode(word: string): number[] {
    const whole = this.#starts.get(word);
    if (whole !== undefined) return [whole];
    // Code points cost more to count than units, and most words are short.
    if (word.length > MAX_WORD_CODE_POINTS && [...word].length > MAX_WORD_CODE_POINTS) {
      return [this.unknownId];
    }
    const ids: number[] = [];
    let start = 0;
    while (start < word.length) {
      const pieces = start === 0 ? this.#starts : this.#continuations;
      let end = Math.min(word.length, start + this.#longest);
      let id: number | undefined;
      for (; end > start; end--) {
        id = pieces.get(word.slice(start, end));
        if (id !== undefined) break;
      }
      if (id === undefined) return [this.unknownId];
      ids.push(id);
      start = end;
    }
    return ids;
  }
}
