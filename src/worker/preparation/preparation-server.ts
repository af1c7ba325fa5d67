import type { Chunker } from '../../chunking/api.ts';
import { type Embedder, staticEmbedder } from '../../embedding/api.ts';
import { Lexicon } from '../../index/api.ts';
import { type PreparedBatch, prepareBatch } from '../../ingest/api.ts';
import { type OpenedFile, openedBytes } from '../../repository/api.ts';
import { wireErrorOf } from '../wire-error.ts';
import type { FileContent, PreparationCall, PreparationReply } from './preparation-messages.ts';

/** Between two reports of how far a batch is. */
const PROGRESS_MS = 50;
/** Some 60 MB; the next batch begins anew. */
const MOST_WORDS = 400_000;

export interface PreparationServerPorts {
  readonly tell: (reply: PreparationReply, transfer?: Transferable[]) => void;
  readonly chunker: () => Promise<Chunker>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Files and rests come between slices. */
  readonly yieldToEventLoop: () => Promise<void>;
}

interface Opening {
  readonly resolve: (file: OpenedFile) => void;
  readonly reject: (error: unknown) => void;
}

/** The worker's side: prepares one batch after the other. Nothing stops it but its end. */
export class PreparationServer {
  readonly #ports: PreparationServerPorts;
  #embedder: Embedder | null = null;
  #chunker: Promise<Chunker> | null = null;
  #lexicon = new Lexicon();
  #requests = 0;
  #restsUntil = 0;
  readonly #opening = new Map<number, Opening>();

  constructor(ports: PreparationServerPorts) {
    this.#ports = ports;
  }

  hear(call: PreparationCall): void {
    switch (call.type) {
      case 'model':
        this.#embedder =
          call.parts === null
            ? null
            : staticEmbedder(
                call.parts.model,
                call.parts.vocabulary,
                call.parts.table,
                call.parts.fieldWeights,
              );
        return;
      case 'warm':
        this.#loadChunker().catch(() => undefined); // told when a batch needs it
        return;
      case 'rest':
        this.#restsUntil = this.#ports.now() + call.milliseconds;
        return;
      case 'opened':
        this.#opening.get(call.request)?.resolve(openedOf(call.file));
        this.#opening.delete(call.request);
        return;
      case 'unopened':
        this.#opening.get(call.request)?.reject(call.error);
        this.#opening.delete(call.request);
        return;
      case 'prepare':
        this.#prepare(call).catch((error: unknown) => {
          if (error instanceof Breakdown) this.#ports.tell({ type: 'broken-down', ...error.facts });
          else this.#ports.tell({ type: 'failed', error: wireErrorOf(error) });
        });
    }
  }

  async #prepare(call: Extract<PreparationCall, { type: 'prepare' }>): Promise<void> {
    const { tell, now } = this.#ports;
    const chunker = await this.#loadChunker();
    if (this.#lexicon.size > MOST_WORDS) this.#lexicon = new Lexicon();
    let toldAt = now();
    const batch = {
      settings: call.settings,
      mostMilliseconds: call.mostMilliseconds,
      files: call.files.map(({ file, before, mayBeSame }, index) => ({
        file: { ...file, open: () => this.#open(call.batch, index) },
        before,
        mayBeSame,
      })),
    };
    const prepared = await prepareBatch(batch, {
      chunker,
      embedder: this.#embedder,
      signal: new AbortController().signal,
      now,
      yieldToEventLoop: () => this.#yield(),
      lexicon: this.#lexicon,
      troubles: call.troubles,
      afterCut: (path) => {
        const trouble = chunker.breakdown?.() ?? null;
        if (trouble !== null) throw new Breakdown({ path, trouble });
      },
      onProgress: (progress) => {
        if (now() - toldAt < PROGRESS_MS) return;
        toldAt = now();
        tell({ type: 'progress', progress });
      },
    });
    tell({ type: 'prepared', batch: prepared }, buffersOf(prepared));
  }

  #loadChunker(): Promise<Chunker> {
    this.#chunker ??= this.#ports.chunker();
    return this.#chunker;
  }

  /** Messages are heard, and a rest that one of them asks for is taken. */
  async #yield(): Promise<void> {
    await this.#ports.yieldToEventLoop();
    for (;;) {
      const left = this.#restsUntil - this.#ports.now();
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  #open(batch: number, index: number): Promise<OpenedFile> {
    const request = this.#requests++;
    return new Promise((resolve, reject) => {
      this.#opening.set(request, { resolve, reject });
      this.#ports.tell({ type: 'open', request, batch, index });
    });
  }
}

function openedOf(file: Blob | FileContent): OpenedFile {
  return file instanceof Blob ? file : openedBytes(file.bytes, file.lastModified ?? undefined);
}

/** The parser broke down: whatever it cuts from now on would be cut by lines. */
class Breakdown extends Error {
  readonly facts: { readonly path: string; readonly trouble: string };

  constructor(facts: Breakdown['facts']) {
    super(facts.trouble);
    this.facts = facts;
  }
}

function buffersOf({ sealed, vectors }: PreparedBatch): ArrayBuffer[] {
  const parts =
    sealed === null
      ? []
      : [sealed.files, sealed.chunks, sealed.postings, sealed.grams, ...sealed.texts];
  if (vectors !== null) parts.push(vectors);
  return [...new Set(parts.map(({ buffer }) => buffer))];
}
