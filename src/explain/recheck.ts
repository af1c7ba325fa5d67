import type { ChunkId } from '../domain/api.ts';
import { foldQuote } from './fold.ts';

/** A citation of a kept answer, with what the passage said then. */
export interface KeptCitation {
  readonly chunkId: ChunkId;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The cited lines as they were, for finding them in a changed file. */
  readonly text: string;
}

/** What has become of a cited place. */
export type CitationFate =
  | { readonly fate: 'there' }
  /** The cited lines are elsewhere now. */
  | {
      readonly fate: 'moved';
      readonly path: string;
      readonly startLine: number;
      readonly endLine: number;
    }
  /** The file is there and the lines read otherwise. */
  | { readonly fate: 'changed'; readonly path: string }
  | { readonly fate: 'gone' };

/** What is known of the newest generation about one citation. */
export interface PresentState {
  /** Text of the file at the citation's path, lines joined by `\n`; null when there is no such file. */
  readonly file: string | null;
  /** Places of the same chunk id, in any file. */
  readonly sameChunk: readonly {
    readonly path: string;
    readonly startLine: number;
    readonly text: string;
  }[];
}

/**
 * Compares a kept citation with the newest generation: the cited lines, white space folded, at the same lines, then
 * elsewhere in the same file, then in the same chunk in another file.
 */
export function fateOf(kept: KeptCitation, present: PresentState): CitationFate {
  const wanted = foldQuote(kept.text);
  const length = kept.endLine - kept.startLine + 1;
  if (present.file !== null && wanted !== '') {
    const lines = present.file.split('\n');
    const at = (first: number): boolean =>
      foldQuote(lines.slice(first - 1, first - 1 + length).join('\n')) === wanted;
    if (at(kept.startLine)) return { fate: 'there' };
    // The nearest place wins: code seldom moves far.
    for (let step = 1; step < lines.length; step++) {
      for (const first of [kept.startLine - step, kept.startLine + step]) {
        if (first < 1 || first > lines.length || !at(first)) continue;
        return { fate: 'moved', path: kept.path, startLine: first, endLine: first + length - 1 };
      }
    }
  }
  for (const place of present.sameChunk) {
    const lines = place.text.split('\n');
    for (let first = 0; first + length <= lines.length; first++) {
      if (foldQuote(lines.slice(first, first + length).join('\n')) !== wanted) continue;
      const startLine = place.startLine + first;
      return { fate: 'moved', path: place.path, startLine, endLine: startLine + length - 1 };
    }
  }
  return present.file === null ? { fate: 'gone' } : { fate: 'changed', path: kept.path };
}
