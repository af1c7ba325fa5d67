import { VectorGitError } from '../../domain/api.ts';
import type { Embedder } from '../../embedding/api.ts';
import type { Batch, PreparationPorts, PreparedBatch } from '../../ingest/api.ts';
import type { OpenedFile } from '../../repository/api.ts';
import type { FileContent, PreparationCall, PreparationReply } from './preparation-messages.ts';

/** What a batch came to in a worker. */
export type WorkerOutcome =
  | { readonly kind: 'prepared'; readonly batch: PreparedBatch }
  /** The file broke the parser down; the worker must not be used again. */
  | { readonly kind: 'broken-down'; readonly path: string; readonly trouble: string }
  /** The worker is gone, or was never there. */
  | { readonly kind: 'lost' };

/** One worker as the engine sees it: a channel, its end, and the news that it has ended by itself. */
export interface WorkerChannel {
  post(call: PreparationCall, transfer?: Transferable[]): void;
  /** Set once, before anything is posted. */
  listen(hear: (reply: PreparationReply) => void, lost: () => void): void;
  terminate(): void;
}

/** The engine's side of one preparation worker. */
export class PreparationWorkerClient {
  readonly #channel: WorkerChannel;
  #model: Embedder | null = null;
  #batches = 0;
  #isLost = false;
  #current: {
    readonly files: Batch['files'];
    readonly ports: PreparationPorts;
    readonly resolve: (outcome: WorkerOutcome) => void;
    readonly reject: (error: unknown) => void;
  } | null = null;

  constructor(channel: WorkerChannel) {
    this.#channel = channel;
    channel.listen(
      (reply) => this.#hear(reply),
      () => this.#lose(),
    );
  }

  /** One batch at a time. At the signal it rejects with `cancelled`, and the worker has ended. */
  prepare(
    { files, settings, mostMilliseconds }: Batch,
    troubles: ReadonlyMap<string, string>,
    ports: PreparationPorts,
  ): Promise<WorkerOutcome> {
    if (this.#isLost) return Promise.resolve({ kind: 'lost' });
    const batch = ++this.#batches;
    return new Promise<WorkerOutcome>((resolve, reject) => {
      const stop = (): void => {
        this.#current = null;
        reject(new VectorGitError('cancelled', 'Indexing was stopped'));
        this.end();
      };
      ports.signal.addEventListener('abort', stop, { once: true });
      const settled = (): void => {
        ports.signal.removeEventListener('abort', stop);
        this.#current = null;
      };
      this.#current = {
        files,
        ports,
        resolve: (outcome) => {
          settled();
          resolve(outcome);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      this.#giveModel(ports.embedder);
      this.#channel.post({
        type: 'prepare',
        batch,
        settings,
        mostMilliseconds,
        troubles,
        files: files.map(({ file: { open: _, ...file }, before, mayBeSame }) => ({
          file,
          before: before && {
            contentHash: before.contentHash,
            language: before.language,
            chunks: before.chunks,
          },
          mayBeSame,
        })),
      });
    });
  }

  /** The worker loads what a batch needs. */
  warm(embedder: Embedder | null): void {
    this.#giveModel(embedder);
    this.#channel.post({ type: 'warm' });
  }

  /** The worker does nothing for so long, from its next slice on. */
  rest(milliseconds: number): void {
    this.#channel.post({ type: 'rest', milliseconds });
  }

  /** Ends the worker; what it is doing is lost. */
  end(): void {
    this.#channel.terminate();
    this.#lose();
  }

  #giveModel(embedder: Embedder | null): void {
    if (embedder === this.#model) return;
    this.#model = embedder;
    this.#channel.post({ type: 'model', parts: embedder?.parts?.() ?? null });
  }

  #lose(): void {
    this.#isLost = true;
    this.#current?.resolve({ kind: 'lost' });
  }

  #hear(reply: PreparationReply): void {
    const current = this.#current;
    switch (reply.type) {
      case 'open':
        void this.#open(reply);
        return;
      case 'progress':
        current?.ports.onProgress(reply.progress);
        return;
      case 'prepared':
        current?.resolve({ kind: 'prepared', batch: reply.batch });
        return;
      case 'broken-down':
        current?.resolve({ kind: 'broken-down', path: reply.path, trouble: reply.trouble });
        return;
      case 'failed':
        current?.reject(
          new VectorGitError(reply.error.code, reply.error.message, {
            details: reply.error.details,
          }),
        );
    }
  }

  async #open({ request, batch, index }: Extract<PreparationReply, { type: 'open' }>) {
    const item = batch === this.#batches ? this.#current?.files[index] : undefined;
    let answer: PreparationCall;
    try {
      if (item === undefined) throw new Error('The batch has ended');
      answer = { type: 'opened', request, file: await contentOf(await item.file.open()) };
    } catch (error) {
      answer = { type: 'unopened', request, error };
    }
    const buffers =
      answer.type === 'opened' && !(answer.file instanceof Blob) ? [answer.file.bytes] : [];
    if (!this.#isLost) this.#channel.post(answer, buffers);
  }
}

/** A `Blob` is read by the worker; bytes that are here are handed over to it. */
async function contentOf(file: OpenedFile): Promise<Blob | FileContent> {
  if (file instanceof Blob) return file;
  return { bytes: await file.arrayBuffer(), lastModified: file.lastModified ?? null };
}
