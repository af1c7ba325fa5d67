import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useStore } from 'zustand';
import type { SearchHit } from '../../domain/api.ts';
import { judgementOf, markedQuery, withJudgement } from '../stores/marks-store.ts';
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
  const { repositoryId, query } = answer;
  marks.change((all) => {
    const before = judgementOf(markedQuery(all, repositoryId, query), hit);
    return withJudgement(all, repositoryId, query, hit, before === relevant ? null : relevant);
  });
}

/** On the keyboard they are `+` and `-`. */
export function MarkButtons({ hit }: { readonly hit: SearchHit }) {
  const stores = useStores();
  const judgement = useJudgement(hit);
  if (judgement === undefined) return null;
  const button = (relevant: boolean) => {
    const label = relevant ? 'Relevant' : 'Not relevant';
    const Icon = relevant ? ThumbsUp : ThumbsDown;
    return (
      <button
        type="button"
        tabIndex={-1}
        data-mark
        className={styles.button}
        aria-label={label}
        aria-pressed={judgement === relevant}
        title={`${label} for this query (${relevant ? '+' : '−'})`}
        onClick={(event) => {
          event.stopPropagation();
          judge(stores, hit, relevant);
        }}
      >
        <Icon size={14} aria-hidden />
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

/** What was said of the hit for the query that is shown; undefined where nothing can be said. */
export function useJudgement(hit: SearchHit): boolean | null | undefined {
  const { search, marks } = useStores();
  const answer = useStore(search, (state) => judged(answerOf(state)));
  return useStore(marks, (state) =>
    answer === null
      ? undefined
      : judgementOf(markedQuery(state.marks, answer.repositoryId, answer.query), hit),
  );
}

/** Only a query's own list is an answer that can be good or bad, and only of the repository whose marks they are. */
function judged(answer: Answer | null): Answer | null {
  if (answer === null || answer.like !== null || answer.pasted !== null) return null;
  if (answer.narrow.length > 0) return null;
  return answer.reply.repositories === undefined ? answer : null;
}
