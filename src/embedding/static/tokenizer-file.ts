import { invalidModel, isRecord, parseModelJson } from '../model-files.ts';

/*
 * The tokenizer in Hugging Face terms. tokenizer.json says all of it, so that any reader of that format
 * gives the same ids: normalise (NFD, marks dropped, a space put at camelCase borders, lower case), take
 * runs of letters, runs of digits and single ideographs or kana, cut each by WordPiece.
 * The case borders are zero-width replacements in the normaliser because lower-casing must come after
 * them, and a pre-tokeniser only runs after the whole normaliser. The engine here hard-codes the same
 * steps, much faster (word-scanner.ts), and refuses a file that asks for others.
 */

/** Han, kana: scripts without spaces, where a character is a word. Literal, as every engine reads it. */
const IDEOGRAPHS = '\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff';
const WORD_PATTERN = `[${IDEOGRAPHS}]|[^\\P{L}${IDEOGRAPHS}]+|\\p{N}+`;
const LOWER_UPPER_BORDER = '(?<=\\p{Ll})(?=\\p{Lu})';
const ACRONYM_BORDER = '(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})';
const NONSPACING_MARK = '\\p{Mn}';

export const CONTINUATION_PREFIX = '##';
export const UNKNOWN_TOKEN = '[UNK]';
/** A longer word is one unknown token. */
export const MAX_WORD_CODE_POINTS = 100;

const normalizer = {
  type: 'Sequence',
  normalizers: [
    { type: 'NFD' },
    { type: 'Replace', pattern: { Regex: NONSPACING_MARK }, content: '' },
    { type: 'Replace', pattern: { Regex: LOWER_UPPER_BORDER }, content: ' ' },
    { type: 'Replace', pattern: { Regex: ACRONYM_BORDER }, content: ' ' },
    { type: 'Lowercase' },
  ],
};

const preTokenizer = {
  type: 'Split',
  pattern: { Regex: WORD_PATTERN },
  behavior: 'Removed',
  invert: true,
};

const MARKS = new RegExp(NONSPACING_MARK, 'gu');
const CASE_BORDERS = [new RegExp(LOWER_UPPER_BORDER, 'gu'), new RegExp(ACRONYM_BORDER, 'gu')];
const WORDS = new RegExp(WORD_PATTERN, 'gu');

/** The words of a text by the letter of tokenizer.json: any script, not fast. */
export function wordsOf(text: string): readonly string[] {
  let normal = text.normalize('NFD').replaceAll(MARKS, '');
  for (const border of CASE_BORDERS) normal = normal.replaceAll(border, ' ');
  return normal.toLowerCase().match(WORDS) ?? [];
}

/** tokenizer.json of a vocabulary; a token's id is its place. */
export function tokenizerJson(vocabulary: readonly string[]): string {
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer,
    pre_tokenizer: preTokenizer,
    post_processor: null,
    decoder: { type: 'WordPiece', prefix: CONTINUATION_PREFIX, cleanup: false },
    model: {
      type: 'WordPiece',
      unk_token: UNKNOWN_TOKEN,
      continuing_subword_prefix: CONTINUATION_PREFIX,
      max_input_chars_per_word: MAX_WORD_CODE_POINTS,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  });
}

/**
 * Reads the vocabulary of a tokenizer.json of the form above, by id.
 * `model/invalid` for any other: another normaliser would give other ids, and vectors of nonsense.
 */
export function parseTokenizerJson(bytes: Uint8Array): readonly string[] {
  const file = 'tokenizer.json';
  const value = parseModelJson(bytes, file);
  const model = isRecord(value) ? value.model : undefined;
  if (
    !isRecord(value) ||
    !isRecord(model) ||
    !isRecord(model.vocab) ||
    model.type !== 'WordPiece' ||
    model.unk_token !== UNKNOWN_TOKEN ||
    model.continuing_subword_prefix !== CONTINUATION_PREFIX ||
    model.max_input_chars_per_word !== MAX_WORD_CODE_POINTS ||
    JSON.stringify(value.normalizer) !== JSON.stringify(normalizer) ||
    JSON.stringify(value.pre_tokenizer) !== JSON.stringify(preTokenizer)
  ) {
    throw invalidModel('its tokenizer is of a kind that the static engine does not have', file);
  }
  const vocabulary: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) vocabulary[id as number] = token;
  for (let id = 0; id < vocabulary.length; id++) {
    if (vocabulary[id] === undefined) throw invalidModel(`token ${id} is missing`, file);
  }
  if (!vocabulary.includes(UNKNOWN_TOKEN)) throw invalidModel('no unknown token', file);
  return vocabulary;
}
