import type { RankingFeature, SearchHit, SearchMode } from '../../domain/api.ts';
import { Popover, usePopover } from '../components/popover.tsx';
import styles from './score-button.module.css';

interface ScoreButtonProps {
  readonly hit: SearchHit;
  readonly mode: SearchMode;
}

/** What the ranking's features are called to people. */
const FEATURE_LABELS: Readonly<Record<RankingFeature, string>> = {
  evidence: 'Chunks of the file',
  words: 'Words, three best chunks',
  nameMatch: 'File name',
  nameTelling: 'File name, rare words',
  folders: 'Folders',
  definition: 'Defines the name',
  namedDefinitions: 'Defines names asked for',
  joinedDefinition: 'Defines the words joined',
  depth: 'Depth of folders',
  test: 'Is a test',
};

/** The score of a hit; opened, it says what it is made of. */
export function ScoreButton({ hit, mode }: ScoreButtonProps) {
  const { anchor, open, toggle, close } = usePopover();
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={styles.button}
        aria-expanded={open}
        aria-label={`Score ${scoreText(hit.score)}`}
        onClick={(event) => {
          event.stopPropagation();
          toggle(event.currentTarget);
        }}
      >
        {scoreText(hit.score)}
      </button>
      {anchor && (
        <Popover label="Score" anchor={anchor} align="end" className={styles.panel} onClose={close}>
          <ScoreTable hit={hit} mode={mode} />
        </Popover>
      )}
    </>
  );
}

function ScoreTable({ hit, mode }: ScoreButtonProps) {
  const { keyword, meaning, features } = hit.parts;
  return (
    <>
      <table className={styles.table}>
        <caption>Why this hit is here</caption>
        <thead>
          <tr>
            <th scope="col">By</th>
            <th scope="col">Rank</th>
            <th scope="col">Measure</th>
            <th scope="col">Adds</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Keyword</th>
            {keyword ? (
              <>
                <td>{keyword.rank}</td>
                <td>BM25 {keyword.score.toFixed(2)}</td>
                <td>{features.length === 0 ? scoreText(keyword.contribution) : ''}</td>
              </>
            ) : (
              <td colSpan={3} className={styles.none}>
                not among the best
              </td>
            )}
          </tr>
          <tr>
            <th scope="row">Meaning</th>
            {meaning ? (
              <>
                <td>{meaning.rank}</td>
                <td>cosine {meaning.similarity.toFixed(3)}</td>
                <td>{features.length === 0 ? scoreText(meaning.contribution) : ''}</td>
              </>
            ) : (
              <td colSpan={3} className={styles.none}>
                not among the best
              </td>
            )}
          </tr>
          {features.map(({ feature, value, weight, contribution }) => (
            <tr key={feature}>
              <th scope="row">{FEATURE_LABELS[feature]}</th>
              <td colSpan={2}>
                {value.toFixed(2)} × {weight.toFixed(2)}
              </td>
              <td>{scoreText(contribution)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Score
            </th>
            <td>{scoreText(hit.score)}</td>
          </tr>
        </tfoot>
      </table>
      {features.length > 0 ? (
        <p className={styles.note}>
          The score is that of the file; this is its chunk that fits best.
        </p>
      ) : (
        mode === 'hybrid' && (
          <p className={styles.note}>Fused by rank (RRF): each list adds 1 / (60 + rank).</p>
        )
      )}
    </>
  );
}

/** Fused scores are small, BM25 is not: three figures that matter either way. */
function scoreText(score: number): string {
  return Math.abs(score) >= 1 ? score.toFixed(2) : score.toFixed(4);
}
