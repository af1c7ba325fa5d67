/** What is asked and answered: from the code first, then, if the person wants, in a model's words. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  hasCode,
  type RepositoryId,
  type RepositorySummary,
  type VectorGitError,
} from '../../domain/api.ts';
import {
  buildPrompt,
  type CheckedAnswer,
  type CitationFate,
  checkAnswer,
  type Explanation,
  findingsToKeep,
  formatAnswer,
  type Prompt,
} from '../../explain/api.ts';
import { toFailure } from '../app/error-text.ts';
import type { AskingStore } from './asking-store.ts';
import {
  citationsToKeep,
  type KeptAnswer,
  readKeptAnswers,
  writeKeptAnswers,
} from './kept-answers.ts';
import { pastedAnswer, type Writer, type WrittenAnswer, writeAnswer } from './written-answer.ts';

export type FromCode =
  | { readonly state: 'idle' }
  | { readonly state: 'asking'; readonly question: string }
  | {
      readonly state: 'ready';
      readonly repositoryId: RepositoryId;
      readonly explanation: Explanation;
      readonly checked: CheckedAnswer;
    }
  | { readonly state: 'failed'; readonly question: string; readonly failure: VectorGitError };

export interface ExplainState {
  readonly fromCode: FromCode;
  readonly prompt: Prompt | null;
  readonly tokenBudget: number;
  readonly written: WrittenAnswer | null;
  readonly kept: readonly KeptAnswer[];
  /** By kept answer: what became of its citations. */
  readonly fates: Readonly<Record<string, readonly CitationFate[]>>;
}

/** What the pane is asked to show. */
export interface Asking {
  readonly repository: Pick<RepositorySummary, 'id' | 'generation'>;
  readonly question: string;
  /** Counts the askings. */
  readonly turn: number;
  /** False when the address brought the question back. */
  readonly fresh: boolean;
}

export interface ExplainSession extends StoreApi<ExplainState> {
  ask(repositoryId: RepositoryId, question: string): Promise<void>;
  /**
   * Asks unless this turn was asked already: a pane that comes back finds its answer again. A question that the address
   * brought back finds the answer that it had, also a model's, as long as the repository is of the same generation.
   */
  follow(asking: Asking): void;
  setTokenBudget(tokens: number): void;
  /** Lets a model write; a running one is stopped first. */
  write(writer: string, origin: string | null, ask: Writer): Promise<void>;
  stop(): void;
  paste(text: string): void;
  keep(): boolean;
  forget(id: string): void;
  recheck(answer: KeptAnswer): Promise<void>;
}

/** An answer to come back to. */
interface Answered {
  readonly fromCode: Extract<FromCode, { readonly state: 'ready' }>;
  readonly written: WrittenAnswer | null;
}

const MOST_ANSWERED = 20;
const DEFAULT_BUDGET = 4_000;

const sessions = new WeakMap<AskingStore, ExplainSession>();

/** The one session of a page: it outlives the pane. */
export function sessionOf(asking: AskingStore): ExplainSession {
  const known = sessions.get(asking);
  if (known !== undefined) return known;
  const session = createExplainSession(asking, () => Date.now(), randomNonce);
  sessions.set(asking, session);
  return session;
}

export function createExplainSession(
  { engine, storage }: Pick<AskingStore, 'engine' | 'storage'>,
  now: () => number,
  nonce: () => string,
): ExplainSession {
  const store = createStore<ExplainState>(() => ({
    fromCode: { state: 'idle' },
    prompt: null,
    tokenBudget: DEFAULT_BUDGET,
    written: null,
    kept: readKeptAnswers(storage),
    fates: {},
  }));
  let turn = 0;
  let followed = '';
  /** Answers to questions before, by repository and question. */
  const before = new Map<string, Answered>();
  /** Counts what replaces a written answer: an older one that comes late is dropped. */
  let writes = 0;
  let writing = new AbortController();

  const stop = (): void => writing.abort();
  const supersede = (): number => {
    stop();
    writing = new AbortController();
    writes += 1;
    return writes;
  };

  const promptFor = (explanation: Explanation, tokenBudget: number): Prompt =>
    buildPrompt({
      question: explanation.question,
      passages: explanation.passages,
      secretChunks: new Set(explanation.secretChunks),
      tokenBudget,
      nonce: nonce(),
    });

  const session: ExplainSession = {
    ...store,
    stop,

    async ask(repositoryId, question) {
      remember(store.getState(), before);
      turn += 1;
      const mine = turn;
      supersede();
      store.setState({ fromCode: { state: 'asking', question }, prompt: null, written: null });
      try {
        const explanation = await engine.explain(repositoryId, question);
        if (mine !== turn) return;
        const checked = checkAnswer(explanation.blocks, explanation.passages);
        store.setState(({ tokenBudget }) => ({
          fromCode: { state: 'ready', repositoryId, explanation, checked },
          prompt: promptFor(explanation, tokenBudget),
        }));
      } catch (error) {
        if (mine !== turn || hasCode(error, 'cancelled')) return;
        store.setState({ fromCode: { state: 'failed', question, failure: toFailure(error) } });
      }
    },

    follow({ repository: { id, generation }, question, turn: asked, fresh }) {
      const key = `${id} ${asked}`;
      if (key === followed) return;
      followed = key;
      if (question.trim() === '') return;
      remember(store.getState(), before);
      const known = fresh ? undefined : before.get(`${id} ${question}`);
      if (known?.fromCode.explanation.generation !== generation) {
        void session.ask(id, question);
        return;
      }
      turn += 1;
      supersede();
      store.setState({
        ...known,
        prompt: promptFor(known.fromCode.explanation, store.getState().tokenBudget),
      });
    },

    setTokenBudget(tokenBudget) {
      const { fromCode } = store.getState();
      store.setState({
        tokenBudget,
        prompt: fromCode.state === 'ready' ? promptFor(fromCode.explanation, tokenBudget) : null,
      });
    },

    async write(writer, origin, askModel) {
      const { prompt } = store.getState();
      if (prompt === null) return;
      const mine = supersede();
      await writeAnswer({
        prompt,
        writer,
        origin,
        ask: askModel,
        signal: writing.signal,
        onChange: (written) => {
          if (mine === writes) store.setState({ written });
        },
      });
    },

    paste(text) {
      const { prompt } = store.getState();
      if (prompt === null) return;
      supersede();
      store.setState({ written: pastedAnswer(prompt, text) });
    },

    keep() {
      const { fromCode, written, prompt, kept } = store.getState();
      if (fromCode.state !== 'ready') return false;
      const { explanation, repositoryId } = fromCode;
      const ours = written === null || prompt === null;
      const answer: KeptAnswer = {
        id: nonce(),
        repositoryId,
        generation: explanation.generation,
        keptAt: now(),
        question: explanation.question,
        writer: ours ? 'from the code' : written.writer,
        text: ours ? formatAnswer(explanation.blocks) : written.text,
        citations: ours
          ? citationsToKeep(fromCode.checked, explanation.passages)
          : citationsToKeep(written.checked, prompt.passages),
        findings: findingsToKeep(ours ? fromCode.checked : written.checked),
      };
      const next = [answer, ...kept];
      if (!writeKeptAnswers(storage, next)) return false;
      store.setState({ kept: next });
      return true;
    },

    forget(id) {
      const kept = store.getState().kept.filter((answer) => answer.id !== id);
      writeKeptAnswers(storage, kept);
      store.setState({ kept });
    },

    async recheck(answer) {
      const fates = await engine.recheck(answer.repositoryId, answer.citations);
      store.setState((state) => ({ fates: { ...state.fates, [answer.id]: fates } }));
    },
  };
  return session;
}

/** Notes the present answer, if it is one; the oldest goes. A model's that is still being written is cut off here. */
function remember({ fromCode, written }: ExplainState, answers: Map<string, Answered>): void {
  if (fromCode.state !== 'ready') return;
  const key = `${fromCode.repositoryId} ${fromCode.explanation.question}`;
  const whole =
    written?.phase === 'writing' || written?.phase === 'repairing'
      ? { ...written, phase: 'stopped' as const }
      : written;
  answers.delete(key);
  answers.set(key, { fromCode, written: whole });
  const [oldest] = answers.keys();
  if (answers.size > MOST_ANSWERED && oldest !== undefined) answers.delete(oldest);
}

function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
