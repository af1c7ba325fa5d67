import type { ChunkId, ChunkType, Definition, LanguageId, SearchHit } from '../domain/api.ts';

/** A retrieved chunk, whole: what an answer may speak of, and what its citations are checked against. */
export interface Passage {
  readonly chunkId: ChunkId;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  /** 1-based, inclusive. */
  readonly endLine: number;
  readonly type: ChunkType;
  readonly name: string | null;
  readonly language: LanguageId;
  readonly definitions: readonly Definition[];
  readonly text: string;
}

export function passageOf(hit: SearchHit): Passage {
  const { chunkId, path, startLine, endLine, type, name, language, definitions, text } = hit;
  return { chunkId, path, startLine, endLine, type, name, language, definitions, text };
}

/** Tells two places of one chunk id apart. */
export function placeKey(passage: Pick<Passage, 'path' | 'startLine'>): string {
  return `${passage.path}:${passage.startLine}`;
}

/** What a file is for, by its path. */
export type FileRole = 'test' | 'configuration' | 'document' | 'source';

const TEST =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|testing)\/|[._-](?:test|spec)s?\.[^/]+$|(?:^|\/)test_[^/]+$|_test\.[^/]+$|Tests?\.[a-z]+$/;
const CONFIGURATION =
  /(?:^|\/)(?:\.[^/]+|[^/]+\.(?:json|jsonc|json5|ya?ml|toml|ini|cfg|conf|env|properties|config\.[cm]?[jt]s)|Makefile|Dockerfile)$/i;
const DOCUMENTS: ReadonlySet<LanguageId> = new Set([
  'markdown',
  'restructuredtext',
  'asciidoc',
  'latex',
  'text',
]);

export function roleOf(path: string, language: LanguageId): FileRole {
  if (TEST.test(path)) return 'test';
  if (DOCUMENTS.has(language)) return 'document';
  if (CONFIGURATION.test(path)) return 'configuration';
  return 'source';
}

/** Whether the passage defines the name, qualified or by its last part. */
export function defines(passage: Passage, name: string): boolean {
  return passage.definitions.some(
    (definition) => definition.name === name || lastPart(definition.name) === name,
  );
}

export function lastPart(name: string): string {
  return name.slice(
    Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('#')) + 1,
  );
}
