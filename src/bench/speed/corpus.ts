import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Forty lines of a file: the same documents for every engine. */
export interface CorpusChunk {
  readonly path: string;
  readonly text: string;
}

export interface Corpus {
  readonly chunks: readonly CorpusChunk[];
  readonly queries: readonly string[];
  /** How often the folder's own chunks were taken to reach the size. */
  readonly copies: number;
}

const LINES_PER_CHUNK = 40;
const MOST_FILE_BYTES = 200_000;
const LONGEST_LINE = 2_000;
const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|rb|php|c|h|cpp|cs|md)$/;
const QUERIES = 120;

/** Chunks of the folder's source files, in a fixed order that mixes packages; taken again when there are too few. */
export function readCorpus(folder: string, size: number): Corpus {
  const random = randomNumbers(1);
  const files = sourceFiles(folder).sort();
  shuffle(files, random);
  const own: CorpusChunk[] = [];
  for (const file of files) {
    if (own.length >= size) break;
    const lines = readFileSync(path.join(folder, file), 'utf8').split(/\r?\n/);
    if (lines.some((line) => line.length > LONGEST_LINE)) continue;
    for (let start = 0; start < lines.length; start += LINES_PER_CHUNK) {
      const text = lines.slice(start, start + LINES_PER_CHUNK).join('\n');
      if (text.trim() !== '') own.push({ path: file, text });
    }
  }
  if (own.length === 0) throw new Error(`There is no source file in ${folder}`);
  const chunks = Array.from({ length: size }, (_, index) => own[index % own.length] as CorpusChunk);
  return { chunks, queries: queriesOf(own, random), copies: size / Math.min(size, own.length) };
}

/** One to three words that stand in one chunk. */
function queriesOf(chunks: readonly CorpusChunk[], random: () => number): string[] {
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  return Array.from({ length: QUERIES }, (_, index) => {
    const words = pick(chunks).text.match(/[A-Za-z]{4,}/g) ?? ['value'];
    return Array.from({ length: 1 + (index % 3) }, () => pick(words)).join(' ');
  });
}

/** Paths below the folder, of files of 100 B to 200 kB. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile() || !SOURCE.test(entry.name) || entry.name.includes('.min.')) return [];
    const file = path.join(entry.parentPath, entry.name);
    const { length } = readFileSync(file);
    return length > MOST_FILE_BYTES || length < 100 ? [] : [path.relative(folder, file)];
  });
}

/** Numbers of 0 to 1 that are the same at every run: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffle(values: string[], random: () => number): void {
  for (let index = values.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [values[index], values[other]] = [values[other] as string, values[index] as string];
  }
}
