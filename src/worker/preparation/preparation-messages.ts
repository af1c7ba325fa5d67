import type { IngestSettings } from '../../domain/api.ts';
import type { StaticModelParts } from '../../embedding/api.ts';
import type { BatchProgress, FileToPrepare, PreparedBatch } from '../../ingest/api.ts';
import type { ListedFile } from '../../repository/api.ts';
import type { WireError } from '../protocol-reply.ts';

/** A file to prepare, but for its content, which the worker asks for. */
export interface FileFacts extends Omit<FileToPrepare, 'file'> {
  readonly file: Omit<ListedFile, 'open'>;
}

/** What was read of a file already. */
export interface FileContent {
  /** Transferred. */
  readonly bytes: ArrayBuffer;
  /** Milliseconds since 1970; null for what has no time of its own. */
  readonly lastModified: number | null;
}

/** What the engine tells a preparation worker. One batch at a time. */
export type PreparationCall =
  /** What vectors are made with from now on; null makes none. */
  | { readonly type: 'model'; readonly parts: StaticModelParts | null }
  /** The parser is to be loaded: a batch will come. */
  | { readonly type: 'warm' }
  /** Nothing is to be done for so long: a search wants the processor. */
  | { readonly type: 'rest'; readonly milliseconds: number }
  | {
      readonly type: 'prepare';
      /** Number of the batch. */
      readonly batch: number;
      readonly files: readonly FileFacts[];
      readonly settings: IngestSettings;
      readonly mostMilliseconds: number;
      /** Why a file is not to be parsed, by path. */
      readonly troubles: ReadonlyMap<string, string>;
    }
  /** Answers `open`. Bytes that were read already are transferred. */
  | { readonly type: 'opened'; readonly request: number; readonly file: Blob | FileContent }
  | { readonly type: 'unopened'; readonly request: number; readonly error: unknown };

/** What a preparation worker tells the engine. */
export type PreparationReply =
  /** It has loaded, and holds its life lock. */
  | { readonly type: 'ready' }
  /** Wants a file of the batch, by its place in it. */
  | {
      readonly type: 'open';
      readonly request: number;
      readonly batch: number;
      readonly index: number;
    }
  | { readonly type: 'progress'; readonly progress: BatchProgress }
  /** The buffers are transferred. */
  | { readonly type: 'prepared'; readonly batch: PreparedBatch }
  /** This file broke the parser down: the batch is given up, and the worker is of no use any more. */
  | { readonly type: 'broken-down'; readonly path: string; readonly trouble: string }
  | { readonly type: 'failed'; readonly error: WireError };
