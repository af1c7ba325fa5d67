import { useStore } from 'zustand';
import type { SearchHit } from '../../domain/api.ts';
import { RowIcon } from '../components/row-icon.tsx';
import { THUMB_DOWN, THUMB_UP } from '../components/row-paths.ts';
import {
  judgementOf,
  type MarkedQuery,
  markedQuery,
  withJudgement,
} from '../stores/marks-store.ts';
import { type Answer, answerOf } from '../stores/search-store.ts';
import { type Stores, useStores } from '../stores/stores.ts';
import styles from './mark-buttons.module.css';

/** Says of a hit that it answers the query or not; saying the same again takes it back. */
export function judge(
  { search, marks }: Pick<Stores, 'search' | 'marks'>,
  hit: SearchHit,
  relevant: boolean,
): void {
  const answer = judged(answerOf(search.getState()));
  if (answer === null) return;
  const { repositoryId, query, reply } = answer;
  marks.change((all) => {
    const before = judgementOf(markedQuery(all, repositoryId, query), hit, reply.hits);
    const next = before === relevant ? null : relevant;
    return withJudgement(all, repositoryId, query, hit, next, reply.hits);
  });
}

interface MarkButtonsProps {
  readonly hit: SearchHit;
  /** What was said of it. */
  readonly judgement: boolean | null;
  /** Also what was not said can be said; else only what was stands there. */
  readonly offered: boolean;
}

/** On the keyboard they are `+` and `-`. */
export function MarkButtons({ hit, judgement, offered }: MarkButtonsProps) {
  const stores = useStores();
  const button = (relevant: boolean) => {
    if (!offered && judgement !== relevant) return null;
    const label = relevant ? 'Relevant' : 'Not relevant';
    return (
      <button
        type="button"
        tabIndex={-1}
        className={styles.button}
        aria-label={label}
        aria-pressed={judgement === relevant}
        title={`${label} for this query (${relevant ? '+' : '−'})`}
        onClick={(event) => {
          event.stopPropagation();
          judge(stores, hit, relevant);
        }}
      >
        <RowIcon d={relevant ? THUMB_UP : THUMB_DOWN} />
      </button>
    );
  };
  return (
    <>
      {button(true)}
      {button(false)}
    </>
  );
}

/** How to tell what was said of a hit for the query that is shown; it gives undefined where nothing can be said. */
export function useJudgements(): (hit: SearchHit) => boolean | null | undefined {
  const { search, marks } = useStores();
  const answer = useStore(search, (state) => judged(answerOf(state)));
  const marked: MarkedQuery | undefined = useStore(marks, (state) =>
    answer === null ? undefined : markedQuery(state.marks, answer.repositoryId, answer.query),
  );
  return (hit) => (answer === null ? undefined : judgementOf(marked, hit, answer.reply.hits));
}

/** Only a query's own list is an answer that can be good or bad, and only of the repository whose marks they are. */
function judged(answer: Answer | null): Answer | null {
  if (answer === null || answer.like !== null || answer.pasted !== null) return null;
  if (answer.narrow.length > 0) return null;
  return answer.reply.repositories === undefined ? answer : null;
}
