import { splitIdentifier } from './identifier.ts';
import { stem } from './stem.ts';

/** Marks the term of a whole identifier of several parts, so that it cannot meet a plain word. */
export const WHOLE_PREFIX = '=';

/** Longer runs are data (base64, hashes), not words: they are indexed by their first characters only. */
const MAX_WORD_LENGTH = 64;

/** Terms of one word: the stems of its parts, and the whole in lower case when it has several. */
export interface WordTerms {
  readonly parts: readonly string[];
  /** With `WHOLE_PREFIX`; null for a word of one part. */
  readonly whole: string | null;
}

/** Splits a run of word characters into index terms. Pure: the same word always gives the same terms. */
export function termsOfWord(word: string): WordTerms {
  const clipped = word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH) : word;
  const pieces = splitIdentifier(clipped);
  const parts = pieces.map((piece) => stem(foldWord(piece)));
  return { parts, whole: pieces.length > 1 ? WHOLE_PREFIX + foldWord(clipped) : null };
}

/** Lower case without accents, as terms are before they are stemmed. */
export function foldWord(text: string): string {
  const lower = text.toLowerCase();
  // Accents are folded (NFKD without combining marks), so that `naive` finds `naïve`.
  return isAscii(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}+/gu, '');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

/** Scripts written without spaces: every character is a word of its own. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const NON_ASCII_WORD = /[\p{L}\p{N}\p{M}]/u;

function isAsciiWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

/**
 * Calls `emit` with every word of `text` and its half-open span in UTF-16 units. A word is a run of letters,
 * digits, `_` and `$`; characters of scripts without spaces are words of one character.
 */
export function forEachWord(
  text: string,
  emit: (word: string, start: number, end: number) => void,
): void {
  const length = text.length;
  let start = -1;
  for (let index = 0; index < length; ) {
    const code = text.charCodeAt(index);
    if (code < 128) {
      if (isAsciiWordCode(code)) {
        if (start === -1) start = index;
      } else if (start !== -1) {
        emit(text.slice(start, index), start, index);
        start = -1;
      }
      index++;
      continue;
    }
    const char = String.fromCodePoint(text.codePointAt(index) as number);
    if (UNSPACED.test(char)) {
      if (start !== -1) emit(text.slice(start, index), start, index);
      start = -1;
      emit(char, index, index + char.length);
    } else if (NON_ASCII_WORD.test(char)) {
      if (start === -1) start = index;
    } else if (start !== -1) {
      emit(text.slice(start, index), start, index);
      start = -1;
    }
    index += char.length;
  }
  if (start !== -1) emit(text.slice(start, length), start, length);
}

/** Words of a path that tell what a file is about: the last three folders and the file's name without extension. */
export function pathWords(path: string): string {
  const segments = path.split('/');
  const name = segments.pop() ?? '';
  const dot = name.indexOf('.', 1);
  return [...segments.slice(-3), dot === -1 ? name : name.slice(0, dot)].join(' ');
}
