/** The query's answer. The previous one stays until the next is there, so that the list never flickers. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type ChunkPlace,
  DEFAULT_HIT_LIMIT,
  hasCode,
  NO_GENERATION,
  type RepositoryId,
  type RepositorySummary,
  type SearchReply,
  type VectorGitError,
} from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { toFailure } from '../app/error-text.ts';
import { type Question, questionOf, sameQuestion } from '../app/place.ts';
import { type FileGroup, FOLDED, groupByFile, type Unfolding } from '../search/grouping.ts';
import type { EmphasisStore } from './emphasis-store.ts';
import type { PlaceStore } from './place-store.ts';
import { findRepository, type RepositoriesStore } from './repositories-store.ts';

/** One answered question. */
export interface Answer extends Question {
  readonly repositoryId: RepositoryId;
  readonly limit: number;
  readonly reply: SearchReply;
  readonly groups: readonly FileGroup[];
  /** The hit that these are like, found from the query's list; null for the query's own list. */
  readonly like: ChunkPlace | null;
}

export type SearchState =
  | { readonly state: 'idle' }
  | { readonly state: 'searching'; readonly answer: Answer | null }
  | {
      readonly state: 'ready';
      readonly answer: Answer;
      /** The index has grown or the model has come since, and the person is in the midst of the list. */
      readonly stale: boolean;
    }
  | {
      readonly state: 'failed';
      readonly failure: VectorGitError;
      readonly answer: Answer | null;
    };

/** What the person did to the list; starts anew with every other question. */
export interface Reading {
  readonly unfolding: Unfolding;
  /** Key of the row that the keyboard is on. */
  readonly selected: string | null;
}

export interface SearchStore extends StoreApi<SearchState> {
  readonly reading: StoreApi<Reading>;
  /** Asks again, with more hits or over the newest generation. */
  again(limit?: number): void;
  /** Shows what is most like a hit in place of the query's list; false when the hit has no vector (any more). */
  like(place: ChunkPlace, repository?: RepositoryId): Promise<boolean>;
  /** Back from likeness to the query's list. */
  leaveLikeness(): void;
}

/** What is typed while a search is under way waits so long: a burst of keystrokes asks twice, not at each. */
const BURST_MS = 25;
/** How long a list outlives a query that matches nothing. */
const EMPTY_DELAY_MS = 220;
/** While an ingest commits, the shown list is renewed at most this often. */
const RENEW_MS = 1000;

export function createSearchStore(
  client: EngineClient,
  place: PlaceStore,
  repositories: RepositoriesStore,
  emphasis: EmphasisStore,
): SearchStore {
  const store = createStore<SearchState>(() => ({ state: 'idle' }));
  const reading = createStore<Reading>(() => ({ unfolding: FOLDED, selected: null }));
  let asked = '';
  let newest = 0;
  let limit = DEFAULT_HIT_LIMIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;

  const current = () => findRepository(repositories.getState(), place.getState().repository);

  const ask = async (repository: RepositorySummary) => {
    const question = questionOf(place.getState());
    const { query, mode, pasted, narrow, everywhere } = question;
    newest += 1;
    const turn = newest;
    const before = answerOf(store.getState());
    const answer = before?.repositoryId === repository.id || asksWidely(question) ? before : null;
    store.setState({ state: 'searching', answer }, true);
    const options = { mode, limit, narrow, emphasis: emphasis.getState().emphasis };
    try {
      const reply =
        pasted === null
          ? await client.search(repository.id, query, options)
          : await client.searchPasted(repository.id, pasted, { ...options, everywhere });
      // A word half typed often matches nothing: the list stays for the moment till the next letter.
      if (reply.hits.length === 0 && answer !== null && answer.groups.length > 0) await rest();
      if (turn !== newest) return;
      const groups = groupByFile(reply.hits);
      const next: Answer = {
        ...question,
        repositoryId: repository.id,
        limit,
        reply,
        groups,
        like: null,
      };
      const isSame = answer !== null && sameQuestion(answer, question);
      if (!isSame || answer.like !== null) {
        reading.setState({ unfolding: FOLDED, selected: null }, true);
      }
      store.setState({ state: 'ready', answer: next, stale: false }, true);
    } catch (error) {
      if (turn !== newest || hasCode(error, 'cancelled')) return;
      // It is asked again as soon as the engine is there.
      if (hasCode(error, 'worker/crashed') && error.details.restarted === true) return;
      // Its first commit is on the way: `follow` asks when the list tells of it.
      if (hasCode(error, 'repository/not-found') && repository.generation === NO_GENERATION) {
        asked = '';
        store.setState({ state: 'idle' }, true);
        return;
      }
      store.setState({ state: 'failed', failure: toFailure(error), answer }, true);
    }
  };

  const like = async (here: ChunkPlace, repository?: RepositoryId): Promise<boolean> => {
    const answer = answerOf(store.getState());
    if (answer === null) return false;
    const of = repository ?? answer.repositoryId;
    newest += 1;
    const turn = newest;
    const start = performance.now();
    store.setState({ state: 'searching', answer }, true);
    try {
      const { narrow } = place.getState();
      const similar = await client.similar(of, here, narrow);
      if (turn !== newest) return true;
      if (similar === null) {
        store.setState({ state: 'ready', answer, stale: false }, true);
        return false;
      }
      const { hits, problems } = similar;
      const groups = groupByFile(hits);
      const reply: SearchReply = {
        ...answer.reply,
        mode: 'meaning',
        milliseconds: performance.now() - start,
        hits,
        matched: { chunks: hits.length, files: groups.length },
        occurrences: null,
        unknownTerms: [],
        problems,
        filters: [],
      };
      reading.setState({ unfolding: FOLDED, selected: null }, true);
      const next: Answer = { ...answer, narrow, repositoryId: of, reply, groups, like: here };
      store.setState({ state: 'ready', answer: next, stale: false }, true);
    } catch (error) {
      if (turn !== newest) return true;
      store.setState({ state: 'failed', failure: toFailure(error), answer }, true);
    }
    return true;
  };

  /** Follows the place: asks when repository, query or mode differ from what was asked last. */
  const follow = () => {
    const repository = current();
    const { narrow, ...first } = questionOf(place.getState());
    const { query, pasted } = first;
    if (repository === null || (query.trim() === '' && pasted === null)) {
      clearTimeout(timer);
      newest += 1;
      asked = '';
      if (store.getState().state !== 'idle') store.setState({ state: 'idle' }, true);
      return;
    }
    const whole = JSON.stringify([asksWidely(first) ? null : repository.id, first]);
    const question = `${whole} ${JSON.stringify(narrow)}`;
    if (question === asked) return;
    const isNarrowing = asked.startsWith(`${whole} `);
    asked = question;
    limit = DEFAULT_HIT_LIMIT;
    clearTimeout(timer);
    const answer = answerOf(store.getState());
    if (isNarrowing && answer?.like) {
      void like(answer.like, answer.repositoryId);
      return;
    }
    if (store.getState().state === 'searching') {
      timer = setTimeout(() => void ask(repository), BURST_MS);
    } else void ask(repository);
  };

  const isUntouched = () => {
    const { selected, unfolding } = reading.getState();
    return selected === null && unfolding === FOLDED;
  };

  /** Renews the list unless somebody reads in it: nothing moves that the person did not move. */
  const renew = () => {
    const state = store.getState();
    const repository = current();
    renewal = state.state === 'searching' ? setTimeout(renew, RENEW_MS) : undefined;
    if (repository !== null && state.state === 'failed') void ask(repository);
    if (repository === null || state.state !== 'ready') return;
    const mayMove = isUntouched() && place.getState().path === null && state.answer.like === null;
    if (mayMove || state.answer.reply.hits.length === 0) void ask(repository);
    else store.setState({ ...state, stale: true }, true);
  };

  /** What was asked before the model had come was answered by words alone, or is going to be. */
  const renewWithMeaning = () => {
    const state = store.getState();
    renewal = state.state === 'searching' ? setTimeout(renewWithMeaning, RENEW_MS) : undefined;
    const repository = current();
    if (repository === null || state.state !== 'ready' || !isByWordsOnly(state.answer)) return;
    // A file that a link opened is no reason to keep the poorer list beside it.
    if (isUntouched()) void ask(repository);
    else store.setState({ ...state, stale: true }, true);
  };

  let isModelReady = false;
  client.subscribe((event) => {
    if (event.type === 'status') {
      const wasReady = isModelReady;
      isModelReady = event.status.model.state === 'ready';
      if (isModelReady && !wasReady) renewal ??= setTimeout(renewWithMeaning);
      return;
    }
    // The engine is another one now; what it was asked went with the old one.
    if (event.type === 'crashed' && event.restarted) {
      asked = '';
      follow();
    }
    if (event.type !== 'committed' || event.repositoryId !== current()?.id) return;
    const state = store.getState();
    if (state.state === 'ready' && event.generation <= state.answer.reply.generation) return;
    if (renewal === undefined) renewal = setTimeout(renew, RENEW_MS);
  });
  place.subscribe(follow);
  repositories.subscribe(follow);
  emphasis.subscribe((now, before) => {
    const answer = answerOf(store.getState());
    const repository = current();
    // Likeness is not ranked by features.
    if (now.emphasis === before.emphasis || repository === null || answer?.like !== null) return;
    void ask(repository);
  });
  follow();

  return {
    ...store,
    reading,
    again(more) {
      const repository = current();
      if (repository === null) return;
      const liked = answerOf(store.getState())?.like ?? null;
      if (liked !== null) {
        void like(liked);
        return;
      }
      if (more !== undefined) limit = more;
      void ask(repository);
    },
    like,
    leaveLikeness() {
      const repository = current();
      if (repository !== null) void ask(repository);
    },
  };
}

/** A question over several repositories has the same answer, whichever is open. */
function asksWidely({ query, everywhere }: Pick<Question, 'query' | 'everywhere'>): boolean {
  return everywhere || /(?:^|[\s(-])repo(?:sitory)?:\S/i.test(query);
}

/** Meaning was asked for, too, and could not be. */
export function isByWordsOnly({ mode, reply }: Answer): boolean {
  return mode !== 'keyword' && reply.mode === 'keyword';
}

const rest = () => new Promise<void>((resolve) => setTimeout(resolve, EMPTY_DELAY_MS));

/** What can be shown now, of whatever state. */
export function answerOf(state: SearchState): Answer | null {
  return state.state === 'idle' ? null : state.answer;
}
