import { create, insertMultiple, save, search as searchOrama } from '@orama/orama';
import { Index as FlexIndex } from 'flexsearch';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import type { ChunkId, ContentHash } from '../../domain/api.ts';
import { Columns, openSegment, SegmentWriter, Snapshot, topK } from '../../index/api.ts';
import { parseQuery, retrieveByWords } from '../../search/api.ts';
import type { CorpusChunk } from './corpus.ts';

/** An index of words that is built: how it is asked, and what it takes when it is kept. */
export interface BuiltEngine {
  /** Fifty best documents, or as many as there are. */
  search(query: string): unknown;
  /** Bytes as the engine itself would keep them; null where it is not measured. */
  bytes(): Promise<number | null>;
}

type Build = (chunks: readonly CorpusChunk[]) => Promise<BuiltEngine>;

const LIMIT = 50;
const CHUNKS_PER_SEGMENT = 2_000;

export const WORD_ENGINES: Readonly<Record<string, Build>> = {
  'VectorGit, any word': async (chunks) => vectorGit(chunks, false),
  'VectorGit, every word': async (chunks) => vectorGit(chunks, true),
  FlexSearch: async (chunks) => {
    const index = new FlexIndex({ tokenize: 'strict' });
    for (const [id, { path, text }] of chunks.entries()) index.add(id, `${path} ${text}`);
    return {
      search: (query) => index.search(query, { limit: LIMIT, suggest: true }),
      bytes: () => Promise.resolve(null),
    };
  },
  MiniSearch: async (chunks) => {
    const index = new MiniSearch({ fields: ['path', 'text'] });
    index.addAll(chunks.map(({ path, text }, id) => ({ id, path, text })));
    return {
      search: (query) => index.search(query).slice(0, LIMIT),
      bytes: () => Promise.resolve(JSON.stringify(index).length),
    };
  },
  Orama: async (chunks) => {
    const database = create({ schema: { path: 'string', text: 'string' } as const });
    const documents = chunks.map(({ path, text }) => ({ path, text }));
    await insertMultiple(database, documents, 500);
    return {
      search: (query) => searchOrama(database, { term: query, limit: LIMIT }),
      bytes: () => Promise.resolve(JSON.stringify(save(database)).length),
    };
  },
  lunr: async (chunks) => {
    const index = lunr((builder) => {
      builder.ref('id');
      builder.field('path');
      builder.field('text');
      for (const [id, { path, text }] of chunks.entries()) builder.add({ id, path, text });
    });
    return {
      search: (query) => index.search(query).slice(0, LIMIT),
      bytes: () => Promise.resolve(JSON.stringify(index).length),
    };
  },
};

/** All that an ingest keeps of a chunk but its vector: texts, tables, postings and the filter of texts. */
function vectorGit(chunks: readonly CorpusChunk[], everyWord: boolean): BuiltEngine {
  const encoder = new TextEncoder();
  let bytes = 0;
  const segments: { reader: ReturnType<typeof openSegment>; deletedFiles: Set<number> }[] = [];
  for (let start = 0; start < chunks.length; start += CHUNKS_PER_SEGMENT) {
    const writer = new SegmentWriter((text) => encoder.encode(text));
    for (const [index, { path, text }] of chunks
      .slice(start, start + CHUNKS_PER_SEGMENT)
      .entries()) {
      const id = `chunk_${(start + index).toString(16).padStart(16, '0')}` as ChunkId;
      writer.add(
        {
          path,
          text,
          bytes: text.length,
          lastModified: 0,
          encoding: 'utf-8',
          lossy: false,
          language: 'text',
          contentHash: '0'.repeat(64) as ContentHash,
        },
        [
          {
            id,
            path,
            startLine: 1,
            endLine: text.split('\n').length,
            type: 'block',
            name: null,
            language: 'text',
            tags: [],
            definitions: [],
            content: text,
          },
        ],
      );
    }
    const sealed = writer.seal();
    bytes += sealed.postings.length;
    segments.push({ reader: openSegment({ ...sealed, vectors: null }), deletedFiles: new Set() });
  }
  const snapshot = new Snapshot(segments);
  // As the product keeps its scores.
  const columns = Columns.inKernelMemory();
  return {
    search: (text) => {
      const { words } = parseQuery(`${text} `);
      const required = everyWord ? words : [];
      const column = columns.takeEmpty('bm25', snapshot.size);
      const { scores, matches } = retrieveByWords(snapshot, words, required, null, column);
      return topK(scores, LIMIT, 0, snapshot.compareChunks, undefined, matches ?? undefined);
    },
    bytes: () => Promise.resolve(bytes),
  };
}
