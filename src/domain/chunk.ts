import type { ChunkId } from './ids.ts';
import type { LanguageId } from './language.ts';

/** The chunk table stores places in this list and the next one: append only. */
export const CHUNK_TYPES = [
  'function',
  'method',
  'class',
  'interface',
  'enum',
  'type',
  'module',
  'variable',
  'section', // of a document
  'block', // lines that no single definition owns
  'file', // the whole file
] as const;

export type ChunkType = (typeof CHUNK_TYPES)[number];

export const DEFINITION_KINDS = [
  'function',
  'method',
  'class',
  'interface',
  'enum',
  'type',
  'module',
  'variable',
  'macro',
  'property',
] as const satisfies readonly (
  | Exclude<ChunkType, 'section' | 'block' | 'file'>
  | 'macro'
  | 'property'
)[];

export type DefinitionKind = (typeof DEFINITION_KINDS)[number];

/** A name that the chunk defines. */
export interface Definition {
  /** Qualified by the definitions around it: `Class.method`. */
  readonly name: string;
  readonly kind: DefinitionKind;
  /** 1-based, in the file. */
  readonly line: number;
}

/** A run of whole lines of one file: the unit that is indexed, embedded, ranked and cited. */
export interface Chunk {
  readonly id: ChunkId;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  /** 1-based, inclusive. */
  readonly endLine: number;
  readonly type: ChunkType;
  /** Qualified name of the definition or the heading that the chunk is; null for blocks and files. */
  readonly name: string | null;
  readonly language: LanguageId;
  readonly tags: readonly string[];
  /** In order of lines; holds `name` too when the chunk is a definition. */
  readonly definitions: readonly Definition[];
  /** Lines `startLine` to `endLine` joined by `\n`, without a final line end. */
  readonly content: string;
}

/** Something the chunker wants known of a file; never an error. */
export interface ParseNote {
  readonly path: string;
  /** 1-based; null when it concerns the whole file. */
  readonly line: number | null;
  readonly message: string;
}
