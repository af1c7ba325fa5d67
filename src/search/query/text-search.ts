import type { Span } from '../../domain/api.ts';
import type { OpenedGeneration } from '../opened-generation.ts';
import type { ChangedSince } from './changed-filter.ts';
import { gramCondition } from './gram-condition.ts';
import { escapeRegex, phraseSpans } from './line-scan.ts';
import type { TextPattern } from './query.ts';
import { type RegexRun, UNLIMITED_RUN } from './regex-run.ts';

/** Characters given to a scan at once: a few milliseconds. */
const BATCH_CHARACTERS = 256_000;

export interface ScanPorts {
  /** For `changed:`; without it every file counts as changed. */
  readonly changedSince?: ChangedSince | undefined;
  readonly regex: RegexRun;
  /** Lets the event loop in between batches; throws to stop. */
  readonly breathe: () => Promise<void>;
}

/** Where a pattern occurs. */
export interface TextMatches {
  /** Matches by chunk ordinal. */
  readonly counts: Uint32Array;
  /** False when the time was used up before all texts were looked at. */
  readonly complete: boolean;
}

/**
 * Looks for the pattern in the texts of the chunks of `within` (1 by ordinal): complete and exact. Chunks are whole
 * lines and cover their file, so a match in a line is in one chunk; one over several lines counts where it begins.
 */
export async function findText(
  generation: OpenedGeneration,
  pattern: TextPattern,
  within: Uint8Array,
  ports: ScanPorts,
): Promise<TextMatches> {
  const wanted = overLines(pattern);
  if (wanted.kind === 'regex' && wanted.flags.includes('s')) {
    return findInFiles(generation, wanted, within, ports);
  }
  const candidates = await mayMatch(generation, wanted, within);
  const counts = new Uint32Array(within.length);
  let ordinals: number[] = [];
  let texts: string[] = [];
  let characters = 0;
  const scan = async (): Promise<boolean> => {
    const found = await spansOf(wanted, texts, ports.regex);
    if (found === null) return false;
    for (const [index, spans] of found.entries()) counts[ordinals[index] as number] = spans.length;
    ordinals = [];
    texts = [];
    characters = 0;
    await ports.breathe();
    return true;
  };
  for (let ordinal = 0; ordinal < within.length; ordinal++) {
    if (candidates[ordinal] === 0) continue;
    const text = await generation.texts.chunk(ordinal);
    ordinals.push(ordinal);
    texts.push(text);
    characters += text.length;
    if (characters >= BATCH_CHARACTERS && !(await scan())) return { counts, complete: false };
  }
  return { counts, complete: await scan() };
}

/** Chunks of `within` whose texts must be read; the others certainly do not hold the pattern. */
async function mayMatch(
  { snapshot, grams }: OpenedGeneration,
  pattern: TextPattern,
  within: Uint8Array,
): Promise<Uint8Array> {
  const condition = gramCondition(pattern);
  if (condition === null) return within;
  const candidates = within.slice();
  for (const [index, { reader, base }] of snapshot.segments.entries()) {
    const filter = await grams(index);
    if (filter === null) continue;
    for (let chunk = 0; chunk < reader.chunks.count; chunk++) {
      const ordinal = base + chunk;
      if (candidates[ordinal] === 1 && !filter.mayHold(chunk, chunk + 1, condition)) {
        candidates[ordinal] = 0;
      }
    }
  }
  return candidates;
}

async function findInFiles(
  { snapshot, texts, grams }: OpenedGeneration,
  pattern: TextPattern,
  within: Uint8Array,
  ports: ScanPorts,
): Promise<TextMatches> {
  const counts = new Uint32Array(within.length);
  const condition = gramCondition(pattern);
  for (const { file, segment, ordinal, base } of snapshot.files()) {
    const first = base + file.firstChunk;
    if (!within.subarray(first, first + file.chunks).includes(1)) continue;
    const filter = condition === null ? null : await grams(segment);
    const end = file.firstChunk + file.chunks;
    if (filter !== null && condition !== null && !filter.mayHold(file.firstChunk, end, condition)) {
      continue;
    }
    const text = await texts.file(segment, ordinal);
    const [spans] = (await spansOf(pattern, [text], ports.regex)) ?? [];
    if (spans === undefined) return { counts, complete: false };
    const { endLines } = (snapshot.segments[segment] as (typeof snapshot.segments)[number]).reader
      .chunks;
    let chunk = file.firstChunk;
    let line = 1;
    let at = 0;
    for (const { start } of spans) {
      for (let newline = text.indexOf('\n', at); newline !== -1 && newline < start; ) {
        line++;
        at = newline + 1;
        newline = text.indexOf('\n', at);
      }
      while (line > (endLines[chunk] as number) && chunk < file.firstChunk + file.chunks - 1)
        chunk++;
      const place = base + chunk;
      if (within[place] === 1) counts[place] = (counts[place] as number) + 1;
    }
    await ports.breathe();
  }
  return { counts, complete: true };
}

/** Matches by text; null when the time for expressions is used up. */
export async function spansOf(
  pattern: TextPattern,
  texts: readonly string[],
  regex: RegexRun,
): Promise<readonly (readonly Span[])[] | null> {
  const wanted = overLines(pattern);
  if (wanted.kind === 'phrase') return texts.map(phraseSpans(wanted));
  // What stands here in place of a phrase was escaped, so it cannot run away.
  const run = pattern.kind === 'phrase' ? UNLIMITED_RUN : regex;
  return texts.length === 0 ? [] : run.spans(wanted, texts);
}

/** A phrase of several lines is looked for in whole files. */
function overLines(pattern: TextPattern): TextPattern {
  if (pattern.kind === 'regex' || !pattern.text.includes('\n')) return pattern;
  const source = escapeRegex(pattern.text.replaceAll('\r', ''));
  return { kind: 'regex', source, flags: pattern.caseSensitive ? 'su' : 'isu', span: pattern.span };
}
