/*
 * Telling machine-made text from what people read, by the length of its lines. GitHub's linguist calls JavaScript and CSS minified
 * when the mean line is over 110 characters. Alone that hits small files of three long lines, so a line must be giant too, or
 * blanks as rare as only a minifier leaves them. In other languages only giant lines that make up the file count, and never in
 * prose or data, where one paragraph or record a line is ordinary (the chunker cuts long lines).
 */
import type { LanguageId } from '../../domain/api.ts';

/** Not TypeScript: nobody minifies it, and declarations that a compiler wrote have long lists on a line. */
const WEB_LANGUAGES: ReadonlySet<LanguageId> = new Set(['javascript', 'css', 'scss']);

const LONG_LINES_ARE_ORDINARY: ReadonlySet<LanguageId> = new Set([
  'text',
  'markdown',
  'restructuredtext',
  'asciidoc',
  'latex',
  'json',
  'csv',
  'xml',
  'html',
  'yaml',
  'toml',
  'ini',
  'sql',
  'diff',
  'vue',
  'svelte',
]);

/** Linguist's limit of the mean. */
const MAX_MEAN_LINE = 110;
const MIN_LENGTH = 1_000;
/** No person writes such a line, though one may stand in a file (an inlined image). */
const GIANT_LINE = 500;
/** Code written by hand has 15-30 % blanks, minified code 2-6 %. */
const MIN_BLANK_SHARE = 0.08;
const HUGE_LINE = 20_000;
const HUGE_SHARE = 0.8;

/** What shows that the text is minified, in words; null when it is not. */
export function minified(text: string, language: LanguageId): string | null {
  if (text.length < MIN_LENGTH || LONG_LINES_ARE_ORDINARY.has(language)) return null;
  const lines = measureLines(text);
  if (lines.inHugeLines > text.length * HUGE_SHARE) {
    return `lines of up to ${lines.longest.toLocaleString('en')} characters`;
  }
  if (!WEB_LANGUAGES.has(language)) return null;
  const mean = text.length / lines.count;
  if (mean <= MAX_MEAN_LINE) return null;
  // A few giant lines (data, an inlined image) in a file of ordinary lines raise the mean; then the rest decides.
  const giantShare = lines.inGiantLines / text.length;
  if (giantShare > 0.5 ? lines.ordinary < 20 : blankShare(text) < MIN_BLANK_SHARE) {
    return `mean line of ${Math.round(mean)} characters, longest ${lines.longest}`;
  }
  return null;
}

interface LineLengths {
  readonly count: number;
  readonly longest: number;
  /** Characters in lines over the limits. */
  readonly inGiantLines: number;
  readonly inHugeLines: number;
  /** Lines that hold something and are not giant. */
  readonly ordinary: number;
}

function measureLines(text: string): LineLengths {
  let count = 0;
  let longest = 0;
  let inGiantLines = 0;
  let inHugeLines = 0;
  let ordinary = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const length = end - start;
    count += 1;
    if (length > longest) longest = length;
    if (length > GIANT_LINE) inGiantLines += length;
    else if (length > 0) ordinary += 1;
    if (length > HUGE_LINE) inHugeLines += length;
    start = end + 1;
  }
  return { count, longest, inGiantLines, inHugeLines, ordinary };
}

function blankShare(text: string): number {
  const sample = text.slice(0, 20_000);
  let blanks = 0;
  for (let index = 0; index < sample.length; index += 1) {
    const unit = sample.charCodeAt(index);
    if (unit === 32 || unit === 9 || unit === 10) blanks += 1;
  }
  return blanks / sample.length;
}
