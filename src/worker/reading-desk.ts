import {
  type ChunkPlace,
  type CompletionReply,
  DEFAULT_HIT_LIMIT,
  hasCode,
  type RepositoryId,
  type SearchOptions,
  type SearchReply,
  type SimilarReply,
  type SkippedEntry,
} from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import type { CitationFate, Explanation, KeptCitation } from '../explain/api.ts';
import { readSkipped } from '../ingest/api.ts';
import {
  completeQuery,
  GenerationJoiner,
  type OpenedGeneration,
  type SearchPorts,
  similarChunks,
} from '../search/api.ts';
import type { Manifest } from '../storage/api.ts';
import { changedSince } from './changed-since.ts';
import { completionWords } from './completion-words.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { explainQuestion, recheckCitations } from './explain-engine.ts';
import { fileListing, fileView } from './file-views.ts';
import type { HealthDesk } from './health-desk.ts';
import {
  type DeviceSearchPorts,
  searchRepositories,
  searchRepositoriesPasted,
} from './joined-reading.ts';
import type { FileListing, FileView, RequestId } from './protocol.ts';
import { regexWithBudget } from './regex-budget.ts';
import type { RepositoryShelf } from './repository-shelf.ts';
import { readWhole } from './whole-reading.ts';

/** Words of most repositories. */
const QUESTION_AHEAD = 'open a file';

export interface ReadingDeskPorts {
  readonly shelf: () => Promise<RepositoryShelf>;
  readonly health: HealthDesk;
  /** The model that made the vectors of a generation; null while it is not loaded. */
  readonly embedderFor: (manifest: Manifest) => Embedder | null;
  /** Somebody waits for an answer: what runs beside it makes room. */
  readonly onSearch: () => void;
}

/**
 * Every question that is answered from committed generations, each from start to end by one of them, mended where
 * it was damaged. `repository/not-found` while nothing is committed.
 */
export class ReadingDesk {
  readonly #ports: ReadingDeskPorts;
  readonly #joiner = new GenerationJoiner();
  readonly #searches = new Map<RequestId, AbortController>();
  readonly #answers = new Set<Promise<unknown>>();
  /** What a person looks at, before the first search of this session. */
  #lookedAt: RepositoryId | null = null;
  #hasSearched = false;

  constructor(ports: ReadingDeskPorts) {
    this.#ports = ports;
  }

  /** True while a search is under way. */
  get isBusy(): boolean {
    return this.#searches.size > 0;
  }

  /** When the searches under way have been answered, whatever became of them. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#answers);
  }

  /**
   * Asks the repository that is looked at a question of no interest, unless a person was sooner: what the first answer makes
   * (the catalogue of files, the mean of the vectors, compiled code) is there when the first key is pressed.
   */
  async askAhead(): Promise<void> {
    const id = this.#lookedAt;
    if (id === null || this.#hasSearched) return;
    const ports = await this.#devicePorts(id, new AbortController().signal);
    await searchRepositories(id, QUESTION_AHEAD, { limit: 1 }, ports);
  }

  /** A generation that was joined with others is no longer the newest one. */
  forgetJoined(): void {
    this.#joiner.forget();
  }

  /** The search under way rejects with `cancelled`; nothing happens when there is none of that number. */
  cancel(requestId: RequestId): void {
    this.#searches.get(requestId)?.abort();
  }

  search(
    requestId: RequestId,
    id: RepositoryId,
    query: string,
    options: SearchOptions,
  ): Promise<SearchReply> {
    return this.#searching(requestId, id, (ports) => searchRepositories(id, query, options, ports));
  }

  searchPasted(
    requestId: RequestId,
    id: RepositoryId,
    text: string,
    options: SearchOptions,
  ): Promise<SearchReply> {
    return this.#searching(requestId, id, (ports) =>
      searchRepositoriesPasted(id, text, options, ports),
    );
  }

  explain(requestId: RequestId, id: RepositoryId, question: string): Promise<Explanation> {
    return this.#searchingOne(requestId, id, (generation, ports) =>
      explainQuestion(generation, question, ports),
    );
  }

  /** Null when the chunk is gone, or has no vector. */
  similar(
    requestId: RequestId,
    id: RepositoryId,
    place: ChunkPlace,
    narrow: readonly string[],
  ): Promise<SimilarReply | null> {
    return this.#searchingOne(requestId, id, (generation, ports) =>
      similarChunks(generation, place, DEFAULT_HIT_LIMIT, narrow, ports),
    );
  }

  recheck(id: RepositoryId, citations: readonly KeptCitation[]): Promise<CitationFate[]> {
    return this.#whole(id, (generation) => recheckCitations(generation, citations));
  }

  file(id: RepositoryId, path: string): Promise<FileView> {
    return this.#whole(id, (generation) => fileView(generation, path));
  }

  files(id: RepositoryId): Promise<readonly FileListing[]> {
    return this.#whole(id, async (generation) => fileListing(generation));
  }

  async complete(id: RepositoryId, text: string, caret: number): Promise<CompletionReply> {
    const words = await completionWords(id, text.slice(0, caret), await this.#ports.shelf());
    return this.#whole(id, async ({ snapshot }) => completeQuery(snapshot, text, caret, words));
  }

  async skipped(id: RepositoryId): Promise<readonly SkippedEntry[]> {
    const { store } = await (await this.#ports.shelf()).get(id);
    const read = async () => readSkipped(store, (await store.head())?.skipped ?? null);
    return read().catch(async (error: unknown) => {
      if (!hasCode(error, 'index/corrupt')) throw error;
      await this.#ports.health.mend(id, error);
      return read();
    });
  }

  /** A search over the newest generation of one repository. */
  #searchingOne<Value>(
    requestId: RequestId,
    id: RepositoryId,
    read: (generation: OpenedGeneration, ports: SearchPorts) => Promise<Value>,
  ): Promise<Value> {
    return this.#searching(requestId, id, (ports) =>
      readWhole(id, ports.shelf, ports.health, (generation) =>
        read(generation, { ...ports, embedder: ports.embedderFor(generation.manifest) }),
      ),
    );
  }

  /** A search that `cancel` may stop, with all that it needs. */
  #searching<Value>(
    requestId: RequestId,
    id: RepositoryId,
    run: (ports: DeviceSearchPorts) => Promise<Value>,
  ): Promise<Value> {
    this.#ports.onSearch();
    this.#hasSearched = true;
    const abort = new AbortController();
    this.#searches.set(requestId, abort);
    const answering = this.#devicePorts(id, abort.signal).then(run);
    this.#answers.add(answering);
    return answering.finally(() => {
      this.#searches.delete(requestId);
      this.#answers.delete(answering);
    });
  }

  async #devicePorts(id: RepositoryId, signal: AbortSignal): Promise<DeviceSearchPorts> {
    const shelf = await this.#ports.shelf();
    return {
      shelf,
      health: this.#ports.health,
      joiner: this.#joiner,
      // A search never waits for the model: until it is ready the words alone are ranked.
      embedderFor: this.#ports.embedderFor,
      signal,
      now: () => performance.now(),
      repositoryName: async () => (await shelf.record(id)).name,
      changedSince: async (other, head, since) =>
        changedSince((await shelf.get(other ?? id)).store, head, since),
      regex: regexWithBudget,
      yieldToEventLoop: eventLoopTurn,
    };
  }

  async #whole<Value>(
    id: RepositoryId,
    work: (generation: OpenedGeneration) => Promise<Value>,
  ): Promise<Value> {
    this.#lookedAt = id;
    return readWhole(id, await this.#ports.shelf(), this.#ports.health, work);
  }
}
