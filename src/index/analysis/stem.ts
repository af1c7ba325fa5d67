/** Longest first among those that end alike; the first that fits is taken off. */
const SUFFIXES = [
  'izations',
  'ization',
  'ational',
  'nesses',
  'ations',
  'ation',
  'ities',
  'ments',
  'ness',
  'ment',
  'ings',
  'ions',
  'ing',
  'ion',
  'ity',
  'ies',
  'ers',
  'ors',
  'ive',
  'ize',
  'ise',
  'able',
  'ible',
  'ed',
  'er',
  'or',
  'es',
  's',
  'e',
] as const;

/** The suffixes that end with a letter, by its code, in their order: most words need only be looked at once. */
const SUFFIXES_BY_END: readonly (readonly string[])[] = Array.from({ length: 128 }, (_, code) =>
  SUFFIXES.filter((suffix) => suffix.endsWith(String.fromCharCode(code))),
);

const MIN_WORD_LETTERS = 4;
const MIN_STEM_LETTERS = 3;

/**
 * A light stem: one suffix off, then a doubled final consonant undoubled and a final `y` written `i`, so that
 * `indexes`, `indexing`, `indexed` and `index` meet. Deliberately weaker than Porter: code has few word forms,
 * and a wrong conflation costs more than a missed one. `word` is lower case; digits and short words are untouched.
 */
export function stem(word: string): string {
  if (word.length < MIN_WORD_LETTERS || !/^[a-z]+$/.test(word)) return word;
  let result = word;
  for (const suffix of SUFFIXES_BY_END[word.charCodeAt(word.length - 1)] ?? []) {
    if (!word.endsWith(suffix) || word.length - suffix.length < MIN_STEM_LETTERS) continue;
    if (suffix === 's' && word.endsWith('ss')) break; // `class`, `access`
    result = word.slice(0, -suffix.length);
    if (suffix === 'ies') result += 'i';
    break;
  }
  const last = result.at(-1) as string;
  if (
    result !== word &&
    result.length > MIN_STEM_LETTERS &&
    last === result.at(-2) &&
    !'aeioulsy'.includes(last)
  ) {
    result = result.slice(0, -1); // `running` is `run`
  }
  if (result.length > 3 && last === 'y') result = `${result.slice(0, -1)}i`;
  return result;
}
