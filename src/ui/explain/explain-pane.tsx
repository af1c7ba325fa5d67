import { Bookmark, Copy, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { type CheckedAnswer, type Explanation, formatAnswer, HEADINGS } from '../../explain/api.ts';
import { printable } from '../app/printable.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { Button, IconButton } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { Failure } from '../components/failure.tsx';
import fieldStyles from '../components/text-field.module.css';
import { useStores } from '../stores/stores.ts';
import { AnswerView } from './answer-view.tsx';
import { EXPLAIN_ID } from './explain-id.ts';
import styles from './explain-pane.module.css';
import { sessionOf } from './explain-session.ts';
import { KeptAnswers } from './kept-answers-list.tsx';
import { ModelPanel } from './model-panel.tsx';
import { WrittenView } from './written-view.tsx';

/** The answer to a question: from the code, in a model's words if wanted, and those kept before. */
export function ExplainPane({ repository }: { readonly repository: RepositorySummary }) {
  const { asking } = useStores();
  const session = sessionOf(asking);
  const { question, turn, fresh } = useStore(asking);
  const fromCode = useStore(session, (state) => state.fromCode);
  const written = useStore(session, (state) => state.written);

  const pane = useRef<HTMLElement>(null);

  useEffect(
    () => session.follow({ repository, question, turn, fresh }),
    [session, repository, question, turn, fresh],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each asking brings focus here.
  useEffect(() => {
    if (question.trim() !== '') pane.current?.focus({ preventScroll: true });
  }, [turn]);

  return (
    <section ref={pane} id={EXPLAIN_ID} tabIndex={-1} className={styles.pane} aria-label="Explain">
      <QuestionLine key={turn} question={question} />
      <div className={styles.body}>
        {fromCode.state === 'asking' && (
          <p className={styles.quiet} role="status">
            Reading the index …
          </p>
        )}
        {fromCode.state === 'failed' && (
          <Failure
            failure={fromCode.failure}
            onRetry={() => void session.ask(repository.id, fromCode.question)}
          />
        )}
        {fromCode.state === 'ready' && (
          <>
            {written !== null && <WrittenView written={written} session={session} />}
            <FromCode
              explanation={fromCode.explanation}
              checked={fromCode.checked}
              beside={written !== null}
            />
            <ModelPanel session={session} />
          </>
        )}
        {fromCode.state === 'idle' && (
          <p className={styles.quiet}>
            Ask how something works, where it is, or who uses it. The answer is taken from the code
            and cites every place.
          </p>
        )}
        <KeptAnswers session={session} repository={repository} />
      </div>
    </section>
  );
}

function QuestionLine({ question }: { readonly question: string }) {
  const { asking } = useStores();
  const [text, setText] = useState(question);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it opens without a question.
  useEffect(() => {
    if (question.trim() === '') field.current?.focus();
  }, []);
  return (
    <form
      className={styles.question}
      onSubmit={(event) => {
        event.preventDefault();
        asking.ask(text);
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        Question about the code
      </label>
      <input
        ref={field}
        id={id}
        className={classNames(fieldStyles.field, styles.input)}
        value={text}
        placeholder="Ask about the code"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            asking.close();
          }
        }}
      />
      <Button
        type="submit"
        look={text.trim() === '' ? 'plain' : 'primary'}
        disabled={text.trim() === ''}
      >
        Explain
      </Button>
      <IconButton
        label="Back to the results"
        hint="Back to the results (Esc)"
        onClick={() => asking.close()}
      >
        <X size={16} />
      </IconButton>
    </form>
  );
}

const VERDICTS: Readonly<Record<Explanation['verdict'], string>> = {
  answered: 'The code answers this',
  partly: 'The code answers this in part',
  refused: 'The index does not answer this',
};

interface FromCodeProps {
  readonly explanation: Explanation;
  readonly checked: CheckedAnswer;
  /** A written answer stands above it. */
  readonly beside: boolean;
}

function FromCode({ explanation, checked, beside }: FromCodeProps) {
  const { asking, place } = useStores();
  const session = sessionOf(asking);
  const [kept, setKept] = useState(false);
  const isOffered = explanation.verdict !== 'answered' && explanation.searches.length > 0;
  return (
    <section className={styles.part} aria-label="From the code">
      <div className={styles.line}>
        <h2 className={styles.verdict} data-verdict={explanation.verdict}>
          <span role="status">{VERDICTS[explanation.verdict]}</span>
        </h2>
        {!beside && (
          <IconButton
            label={kept ? 'Kept' : 'Keep this answer'}
            aria-pressed={kept}
            disabled={kept}
            onClick={() => setKept(session.keep())}
          >
            <Bookmark size={16} />
          </IconButton>
        )}
        <CopyButton label="Copy as Markdown" text={() => formatAnswer(explanation.blocks)}>
          <Copy size={16} />
        </CopyButton>
      </div>
      <p className={styles.facts}>
        {explanation.verdict === 'refused'
          ? `Generation ${formatCount(explanation.generation)}`
          : `Taken word for word from ${plural(checked.places.length, 'place')} of generation ${formatCount(explanation.generation)}; no model was asked`}
      </p>
      <AnswerView
        answer={isOffered ? withoutSearches(checked) : checked}
        label="Answer from the code"
      />
      {isOffered && (
        <div className={styles.searches}>
          {explanation.searches.map((query) => (
            <Button
              key={query}
              onClick={() => {
                place.go({ query, explain: null });
              }}
            >
              Search {printable(query)}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

/** The searches stand below as buttons; their heading stays, which is the answer's last. */
function withoutSearches(answer: CheckedAnswer): CheckedAnswer {
  const at = answer.blocks.findLastIndex(
    (block) => block.kind === 'heading' && block.text === HEADINGS.next,
  );
  return at === -1 ? answer : { ...answer, blocks: answer.blocks.slice(0, at + 1) };
}
