/** What the store's reports mean, in sentences. */
import type { VerifyProblem, VerifyReport } from '../../domain/api.ts';
import { formatBytes, formatMilliseconds, plural } from '../app/quantity.ts';

export type ByteKind = 'text' | 'postings' | 'vectors' | 'rest';

export interface ByteShare {
  readonly kind: ByteKind;
  readonly name: string;
  readonly bytes: number;
}

const KINDS: readonly (readonly [ByteKind, string])[] = [
  ['text', 'source text'],
  ['postings', 'words'],
  ['vectors', 'meaning'],
  ['rest', 'files and chunks'],
];

/** The bytes of a repository by what a person knows of it, largest parts first named; empty ones are left out. */
export function byteShares(byKind: Readonly<Record<string, number>>): readonly ByteShare[] {
  const known = new Set<string>(KINDS.map(([kind]) => kind));
  const rest = Object.entries(byKind)
    .filter(([kind]) => !known.has(kind))
    .reduce((sum, [, bytes]) => sum + bytes, 0);
  return KINDS.map(([kind, name]) => ({
    kind,
    name,
    bytes: kind === 'rest' ? rest : (byKind[kind] ?? 0),
  })).filter(({ bytes }) => bytes > 0);
}

const PARTS: Readonly<Record<VerifyProblem['part'], string>> = {
  head: 'The pointer to the newest generation',
  manifest: 'The list of parts',
  files: 'The table of files',
  chunks: 'The table of chunks',
  postings: 'The word index',
  grams: 'The filter of texts',
  text: 'Source text',
  vectors: 'Vectors',
  skipped: 'The list of skipped files',
  stats: 'The statistics',
};

/** `The word index of generation 12`. */
export function partText({ part, generation }: VerifyProblem): string {
  return `${PARTS[part]} of generation ${generation}`;
}

/** What was checked: `All 42 parts, 3.1 MB, are as they were written. Checked in 12 ms.` */
export function verifyText({ problems, blobs, bytes, milliseconds }: VerifyReport): string {
  const checked = `${plural(blobs, 'part')}, ${formatBytes(bytes)}, read in ${formatMilliseconds(milliseconds)}`;
  const mended = problems.filter((problem) => problem.mended !== null).length;
  if (problems.length === 0) return `Every byte is as it was written: ${checked}.`;
  const found = `${plural(problems.length, 'damaged part')} of ${checked}`;
  if (mended === problems.length) return `${found}; all mended.`;
  return mended === 0 ? `${found}; none mended.` : `${found}; ${mended} mended.`;
}

/** Null when there are none. */
export function orphanText({ orphans }: VerifyReport): string | null {
  if (orphans === 0) return null;
  return `${plural(orphans, 'leftover part')} that nothing refers to; the next commit clears up.`;
}
