import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHUNKER_VERSION, type Chunker, createChunker } from '../chunking/api.ts';
import { DEFAULT_INGEST_SETTINGS } from '../domain/api.ts';
import {
  contextualText,
  EMBEDDING_FORMAT,
  type Embedder,
  loadStaticEmbedder,
} from '../embedding/api.ts';
import { encodeVectors, openSegment, SegmentWriter, Snapshot } from '../index/api.ts';
import {
  directoryOfFiles,
  type ListedFile,
  listRepository,
  readSourceFile,
} from '../repository/api.ts';
import { FEATURE_VERSION } from '../storage/api.ts';
import { folderOf, type Kit, type KitRepository } from './kit.ts';

/** One repository of a kit, indexed in Node by the product's own rooms. */
export interface IndexedRepository {
  readonly repository: KitRepository;
  readonly snapshot: Snapshot;
}

const WORK = '.cache/bench/corpus';
const MODEL = 'public/models/vectorgit-code-v1';
const PARTS = ['files', 'chunks', 'postings', 'vectors'] as const;

/** The default model, as the build ships it. */
export function defaultEmbedder(): Promise<Embedder> {
  return loadStaticEmbedder({ read: async (name) => readFileSync(path.join(MODEL, name)) });
}

/**
 * Indexes the repositories of a kit, each as one segment. Kept by the versions of what went in, so that a second run
 * takes a second; delete `.cache/bench/corpus` after a change that no version tells.
 */
export async function indexKit(
  kit: Kit,
  reposFolder: string,
  embedder: Embedder,
): Promise<readonly IndexedRepository[]> {
  const version = [CHUNKER_VERSION, FEATURE_VERSION, EMBEDDING_FORMAT, embedder.model.checksum];
  const work = path.join(WORK, version.join('-').slice(0, 48));
  const indexed: IndexedRepository[] = [];
  for (const repository of kit.repositories) {
    const folder = folderOf(reposFolder, repository);
    const kept = path.join(work, repository.name);
    if (!existsSync(kept)) {
      const unfinished = `${kept}.part`;
      rmSync(unfinished, { recursive: true, force: true });
      mkdirSync(unfinished, { recursive: true });
      const parts = await indexFolder(folder, kit.filesOf(folder, false), embedder);
      for (const name of PARTS) writeFileSync(path.join(unfinished, name), parts[name]);
      renameSync(unfinished, kept);
    }
    // Copied: a small file's buffer is a view on a pool that is not aligned.
    const read = (name: string) => Uint8Array.from(readFileSync(path.join(kept, name)));
    const [files, chunks, postings, vectors] = PARTS.map(read) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const reader = openSegment({ files, chunks, postings, vectors });
    indexed.push({ repository, snapshot: new Snapshot([{ reader, deletedFiles: new Set() }]) });
  }
  return indexed;
}

async function indexFolder(
  folder: string,
  files: readonly string[],
  embedder: Embedder,
): Promise<Record<(typeof PARTS)[number], Uint8Array>> {
  const chunker = await chunkerOfNode();
  const root = directoryOfFiles(
    files.map((file) => ({
      path: file,
      file: new File([readFileSync(path.join(folder, file))], path.basename(file)),
    })),
  );
  const encoder = new TextEncoder();
  const writer = new SegmentWriter((text) => encoder.encode(text));
  const texts: string[] = [];
  const settings = DEFAULT_INGEST_SETTINGS;
  const listed: ListedFile[] = [];
  const { signal } = new AbortController();
  for await (const event of listRepository(root, { settings, signal, browserHidesTilde: false })) {
    if (event.kind === 'file') listed.push(event.file);
  }
  for (const file of listed) {
    const outcome = await readSourceFile(file, settings);
    if (outcome.kind === 'skipped') continue;
    const { chunks } = await chunker.chunk(outcome.file);
    writer.add(outcome.file, chunks);
    texts.push(...chunks.map(contextualText));
  }
  const vectors = await embedder.embedDocuments(texts);
  return { ...writer.seal(), vectors: encodeVectors(vectors, embedder.model.dimension) };
}

let chunker: Promise<Chunker> | null = null;

function chunkerOfNode(): Promise<Chunker> {
  const file = (name: string) =>
    name === 'tree-sitter'
      ? 'node_modules/web-tree-sitter/web-tree-sitter.wasm'
      : `node_modules/@vscode/tree-sitter-wasm/wasm/${name}.wasm`;
  chunker ??= createChunker({ load: async (name) => readFileSync(file(name)) });
  return chunker;
}
