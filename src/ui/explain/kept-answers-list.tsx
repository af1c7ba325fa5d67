import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { type CitationFate, type KeptCitation, recallAnswer } from '../../explain/api.ts';
import { formatPlace } from '../app/place.ts';
import { printable } from '../app/printable.ts';
import { formatCount, plural, relativeTime } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { useNow } from '../components/use-now.ts';
import { useStores } from '../stores/stores.ts';
import { AnswerView } from './answer-view.tsx';
import styles from './explain-pane.module.css';
import type { ExplainSession } from './explain-session.ts';
import type { KeptAnswer } from './kept-answers.ts';

interface KeptAnswersProps {
  readonly session: ExplainSession;
  readonly repository: RepositorySummary;
}

/** Answers of earlier, each with the generation it speaks of, and whether that still holds. */
export function KeptAnswers({ session, repository }: KeptAnswersProps) {
  const all = useStore(session, (state) => state.kept);
  const kept = all.filter(({ repositoryId }) => repositoryId === repository.id);
  if (kept.length === 0) return null;
  return (
    <section className={styles.part} aria-label="Kept answers">
      <h2 className={styles.verdict}>Kept answers</h2>
      {kept.map((answer) => (
        <Kept key={answer.id} answer={answer} session={session} repository={repository} />
      ))}
    </section>
  );
}

interface KeptProps extends KeptAnswersProps {
  readonly answer: KeptAnswer;
}

function Kept({ answer, session, repository }: KeptProps) {
  const fates = useStore(session, (state) => state.fates[answer.id]);
  const now = useNow(60_000);
  const recalled = useMemo(
    () => recallAnswer(answer.text, answer.citations, answer.findings),
    [answer],
  );
  const behind = repository.generation > answer.generation;
  return (
    <details className={styles.kept}>
      <summary>
        <span className={styles.keptQuestion}>{printable(answer.question)}</span>
        <span className={styles.facts}>
          {printable(answer.writer)}, generation {formatCount(answer.generation)}
          {behind ? `, now ${formatCount(repository.generation)}` : ''},{' '}
          {relativeTime(answer.keptAt, now)}
        </span>
      </summary>
      <AnswerView answer={recalled} label={`Kept answer: ${printable(answer.question)}`} />
      <div className={styles.line}>
        <Button onClick={() => void session.recheck(answer)}>Re-check</Button>
        <Button look="quiet" onClick={() => session.forget(answer.id)}>
          Forget
        </Button>
      </div>
      {fates !== undefined && (
        <>
          <p className={styles.facts} role="status">
            {summaryOf(fates)}
          </p>
          <ul className={styles.fates}>
            {answer.citations.map((citation, index) => (
              <Fate
                key={`${citation.path}:${citation.startLine}`}
                citation={citation}
                fate={fates[index] ?? { fate: 'gone' }}
              />
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function Fate({
  citation,
  fate,
}: {
  readonly citation: KeptCitation;
  readonly fate: CitationFate;
}) {
  const { place } = useStores();
  const target =
    fate.fate === 'moved'
      ? { path: fate.path, lines: { start: fate.startLine, end: fate.endLine } }
      : fate.fate === 'gone'
        ? null
        : {
            path: citation.path,
            lines: { start: citation.startLine, end: citation.endLine },
          };
  const was = `${citation.path}:${citation.startLine}`;
  return (
    <li className={styles.fate} data-testid="fate" data-fate={fate.fate}>
      <span className={styles.fateName}>{FATES[fate.fate]}</span>{' '}
      {target === null ? (
        printable(was)
      ) : (
        <a
          href={formatPlace({ ...place.getState(), ...target })}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            place.go(target);
          }}
        >
          {fate.fate === 'moved'
            ? `${printable(was)} → ${printable(target.path)}:${target.lines.start}`
            : printable(was)}
        </a>
      )}
    </li>
  );
}

const FATES: Readonly<Record<CitationFate['fate'], string>> = {
  there: 'still there',
  moved: 'moved',
  changed: 'changed',
  gone: 'gone',
};

function summaryOf(fates: readonly CitationFate[]): string {
  const there = fates.filter(({ fate }) => fate === 'there').length;
  return there === fates.length
    ? `All ${plural(there, 'citation')} still there`
    : `${there} of ${plural(fates.length, 'citation')} still there`;
}
