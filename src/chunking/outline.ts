import type { ChunkType, Definition, DefinitionKind, ParseNote } from '../domain/api.ts';

/**
 * What a text is made of, told in rows: the common ground of the three readers (syntax tree, headings,
 * lines) and of the one packer. Readers never decide on sizes of chunks; the packer never looks at syntax.
 */
export interface Outline {
  /** Ordered by row. May leave gaps (they are packed with what is before) and share single rows. */
  readonly regions: readonly Region[];
  /** Every definition found, in any order; a chunk takes those whose line it holds. */
  readonly definitions: readonly Definition[];
  readonly notes: readonly ParseNote[];
}

/** A run of rows that belong together. */
export interface Region {
  /** 0-based, inclusive; with leading comments, decorators and attributes. */
  readonly start: number;
  /** 0-based, inclusive. */
  readonly end: number;
  /** What the run is; null when it is only a place where the text may be cut. */
  readonly label: Label | null;
  /** Inner borders, used when the run is too large for one chunk. */
  readonly children: readonly Region[];
}

/** What a chunk that consists of the region is called. */
export interface Label {
  readonly type: ChunkType;
  /** Qualified. */
  readonly name: string;
  /** See `tags.ts`. */
  readonly tags: readonly string[];
}

/** The chunk type for a definition of the kind: chunks have no types of their own for small things. */
export function chunkTypeOf(kind: DefinitionKind): ChunkType {
  if (kind === 'macro') return 'function';
  if (kind === 'property') return 'variable';
  return kind;
}
