import { CONTINUATION_PREFIX, UNKNOWN_TOKEN, wordsOf } from '../embedding/api.ts';
import type { CorpusPackage } from './corpus-list.ts';
import { readPairs } from './extract.ts';

const MAX_WORD_LETTERS = 24;
const MAX_DIGITS = 4;
const MAX_PIECE = 6;
const MAX_OTHER_LETTERS = 700;
const ASCII_WORDS = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g;

/**
 * The tokens, by id: the unknown one, single characters, the best whole words, the best continuations.
 * A word's score is the sum over packages of √count, times the number of packages: one large package
 * cannot push its own jargon in.
 */
export function buildVocabulary(
  packages: readonly CorpusPackage[],
  workFolder: string,
  size: { readonly words: number; readonly pieces: number },
): string[] {
  const scores = new Map<string, { root: number; packages: number }>();
  for (const pack of packages) {
    const counts = new Map<string, number>();
    for (const { query, document } of readPairs(workFolder, pack)) {
      for (const word of words(`${query}\n${document}`))
        counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    for (const [word, count] of counts) {
      const score = scores.get(word);
      if (score === undefined) scores.set(word, { root: Math.sqrt(count), packages: 1 });
      else {
        score.root += Math.sqrt(count);
        score.packages++;
      }
    }
  }
  const ranked = [...scores]
    .map(([word, { root, packages: spread }]) => ({ word, score: root * spread, spread }))
    .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1));
  const tokens = new Set<string>([UNKNOWN_TOKEN]);
  for (const letter of singles(ranked)) {
    tokens.add(letter);
    tokens.add(CONTINUATION_PREFIX + letter);
  }
  const target = tokens.size + size.words;
  for (const { word } of ranked) {
    if (tokens.size >= target) break;
    if (isPlainWord(word)) tokens.add(word);
  }
  const left = ranked.filter(({ word }) => !tokens.has(word) && /^[a-z]+$/.test(word));
  for (const piece of continuations(left, size.pieces)) tokens.add(CONTINUATION_PREFIX + piece);
  return [...tokens];
}

/** The same words as the tokenizer's, by a shorter way where the text is ASCII. */
function words(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what ASCII is
  if (!/^[\x00-\x7f]*$/.test(text)) return wordsOf(text);
  return (text.match(ASCII_WORDS) ?? []).map((word) => word.toLowerCase());
}

function isPlainWord(word: string): boolean {
  if (/^\p{N}/u.test(word)) return word.length <= MAX_DIGITS && /^[0-9]+$/.test(word);
  return word.length <= MAX_WORD_LETTERS;
}

/** Letters and digits of ASCII, and the other letters that occur in several packages. */
function singles(ranked: readonly { word: string; score: number; spread: number }[]): string[] {
  const ascii = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
  const other = new Map<string, number>();
  for (const { word, score, spread } of ranked) {
    if (spread < 2) continue;
    for (const letter of word) {
      if (letter > '\u007f') other.set(letter, (other.get(letter) ?? 0) + score);
    }
  }
  const best = [...other].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return [...ascii, ...best.slice(0, MAX_OTHER_LETTERS / 2).map(([letter]) => letter)];
}

function continuations(
  left: readonly { word: string; score: number }[],
  count: number,
): readonly string[] {
  const gain = new Map<string, number>();
  for (const { word, score } of left.slice(0, 120_000)) {
    for (let start = 1; start < word.length; start++) {
      for (let length = 2; length <= MAX_PIECE && start + length <= word.length; length++) {
        const piece = word.slice(start, start + length);
        gain.set(piece, (gain.get(piece) ?? 0) + Math.sqrt(score) * (length - 1));
      }
    }
  }
  return [...gain]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, count)
    .map(([piece]) => piece);
}
