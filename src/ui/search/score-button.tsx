import type { SearchHit, SearchMode } from '../../domain/api.ts';
import { useStores } from '../stores/stores.ts';
import { hitKey } from './grouping.ts';
import styles from './score-button.module.css';

interface ScoreButtonProps {
  readonly hit: SearchHit;
  readonly mode: SearchMode;
  readonly open: boolean;
}

/** The score of a hit; opened, it says what it is made of. */
export function ScoreButton({ hit, mode, open }: ScoreButtonProps) {
  const { why, search } = useStores();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.button}
      aria-expanded={open}
      aria-label={`Score ${scoreText(hit.score)}`}
      onClick={(event) => {
        event.stopPropagation();
        // The row that is selected stays drawn, wherever another order puts it.
        search.reading.setState({ selected: hitKey(hit) });
        why.toggle({ hit, mode, anchor: event.currentTarget });
      }}
    >
      {scoreText(hit.score)}
    </button>
  );
}

/** Fused scores are small, BM25 is not: three figures that matter either way. */
export function scoreText(score: number): string {
  return Math.abs(score) >= 1 ? score.toFixed(2) : score.toFixed(4);
}
