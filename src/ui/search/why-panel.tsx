import { useCallback, useId } from 'react';
import { useStore } from 'zustand';
import {
  type FeaturePart,
  MOST_EMPHASIS,
  RANKING_FEATURES,
  type RankingFeature,
  type SearchHit,
  type SearchMode,
} from '../../domain/api.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { Popover } from '../components/popover.tsx';
import { isEmphasised } from '../stores/emphasis-store.ts';
import { answerOf } from '../stores/search-store.ts';
import { useStores } from '../stores/stores.ts';
import { hitKey } from './grouping.ts';
import { judge, useJudgements } from './mark-buttons.tsx';
import { RESULTS_ID } from './results-id.ts';
import { scoreText } from './score-button.tsx';
import styles from './why-panel.module.css';

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

/** Why a hit is where it is, and sliders that put the list in another order at once. */
export function WhyPanel() {
  const { why, search, emphasis } = useStores();
  // With every weight at nothing no feature is left to tell, but the sliders must be.
  const weighed = useStore(emphasis, isEmphasised);
  const asked = useStore(why);
  const answer = useStore(search, answerOf);
  // One function for good: with another one the panel would take the focus from the slider that is moved.
  const close = useCallback(() => {
    const anchor = why.getState()?.anchor;
    why.close();
    // Another order may have taken the row, and its button, away.
    if (anchor?.isConnected === false) document.getElementById(RESULTS_ID)?.focus();
  }, [why]);
  if (asked === null) return null;
  const key = hitKey(asked.hit);
  const index = answer?.reply.hits.findIndex((hit) => hitKey(hit) === key) ?? -1;
  const hit = answer?.reply.hits[index] ?? asked.hit;
  return (
    <Popover
      label="Why this hit is here"
      anchor={asked.anchor}
      // Beside the list where there is room: what the sliders do to it is seen.
      align="start"
      className={styles.panel}
      onClose={close}
    >
      <h2 className={styles.title}>Why this hit is here</h2>
      <p className={styles.place} role="status">
        {index === -1
          ? 'With these weights it is not among the hits that are shown.'
          : `Hit ${formatCount(index + 1)} of ${plural(answer?.reply.hits.length ?? 0, 'hit')} shown, score ${scoreText(hit.score)}.`}
      </p>
      <Retrievers hit={hit} />
      {hit.parts.features.length > 0 || weighed ? (
        <Features hit={hit} mode={answer?.reply.mode ?? asked.mode} />
      ) : (
        asked.mode === 'hybrid' && (
          <p className={styles.note}>
            The score is that of the chunk alone: nothing of the file takes part.
          </p>
        )
      )}
      <Judgement hit={hit} />
    </Popover>
  );
}

function Retrievers({ hit }: { readonly hit: SearchHit }) {
  const { keyword, meaning } = hit.parts;
  return (
    <dl className={styles.found}>
      <dt>By words</dt>
      <dd>
        {keyword
          ? `rank ${formatCount(keyword.rank)}, BM25 ${keyword.score.toFixed(2)}`
          : 'not among the best'}
      </dd>
      <dt>By meaning</dt>
      <dd>
        {meaning
          ? `rank ${formatCount(meaning.rank)}, cosine ${meaning.similarity.toFixed(3)}`
          : 'not among the best'}
      </dd>
    </dl>
  );
}

/** Value × weight of each feature of the hit's file, and how much each counts. */
function Features({ hit, mode }: { readonly hit: SearchHit; readonly mode: SearchMode }) {
  const { emphasis } = useStores();
  const state = useStore(emphasis);
  const parts = new Map(hit.parts.features.map((part) => [part.feature, part]));
  // By meaning alone there is one feature: nothing to weigh against another.
  const shown =
    mode === 'meaning'
      ? RANKING_FEATURES.filter((feature) => parts.has(feature))
      : RANKING_FEATURES;
  return (
    <>
      <ul className={styles.features}>
        {shown.map((feature) => (
          <Feature
            key={feature}
            feature={feature}
            part={parts.get(feature)}
            times={mode === 'meaning' ? null : (state.emphasis[feature] ?? 1)}
          />
        ))}
      </ul>
      <p className={styles.sum}>
        <span>Score of the file</span>
        <b>{scoreText(hit.score)}</b>
      </p>
      {mode !== 'meaning' && (
        <div className={styles.keeping}>
          <label>
            <input
              type="checkbox"
              checked={state.kept}
              onChange={() => emphasis.keep(!state.kept)}
            />{' '}
            Keep on this device
          </label>
          <Button disabled={!isEmphasised(state)} onClick={() => emphasis.reset()}>
            Reset weights
          </Button>
          <p className={styles.note}>
            {state.kept
              ? 'Your weights stay in this browser and hold for every repository.'
              : 'Your weights hold until this page is closed or reloaded.'}{' '}
            Where the sliders stand in the middle the ranking is the measured one.
          </p>
        </div>
      )}
    </>
  );
}

interface FeatureProps {
  readonly feature: RankingFeature;
  /** Missing where the file has none of it, or it does not count. */
  readonly part: FeaturePart | undefined;
  /** Null where it cannot be weighed. */
  readonly times: number | null;
}

function Feature({ feature, part, times }: FeatureProps) {
  const { emphasis } = useStores();
  const id = useId();
  const set = (position: number) => emphasis.set(feature, timesOf(position));
  return (
    <li className={styles.feature} data-none={part === undefined || undefined}>
      <label htmlFor={id} className={styles.label}>
        {FEATURE_LABELS[feature]}
      </label>
      <span className={styles.product}>
        {part ? `${part.value.toFixed(2)} × ${part.weight.toFixed(2)}` : '–'}
      </span>
      {times === null ? (
        <span />
      ) : (
        <input
          id={id}
          type="range"
          min={0}
          max={2}
          step={0.1}
          value={positionOf(times)}
          aria-valuetext={`${times.toFixed(1)} times`}
          className={styles.slider}
          onChange={(event) => set(Number(event.currentTarget.value))}
          onDoubleClick={() => set(1)}
        />
      )}
      <span className={styles.adds}>{part ? scoreText(part.contribution) : ''}</span>
    </li>
  );
}

/** The middle is 1: below it down to nothing, above it up to the most. */
function timesOf(position: number): number {
  const times = position <= 1 ? position : 1 + (position - 1) * (MOST_EMPHASIS - 1);
  return Math.round(times * 10) / 10;
}

function positionOf(times: number): number {
  return times <= 1 ? times : 1 + (times - 1) / (MOST_EMPHASIS - 1);
}

/** Marks of the hit, for those who do not hover over rows, and what they are for. */
function Judgement({ hit }: { readonly hit: SearchHit }) {
  const stores = useStores();
  const judgement = useJudgements()(hit);
  if (judgement === undefined) return null;
  return (
    <div className={styles.judgement}>
      <span className={styles.question}>Does it answer the query?</span>
      <Button aria-pressed={judgement === true} onClick={() => judge(stores, hit, true)}>
        Relevant
      </Button>
      <Button aria-pressed={judgement === false} onClick={() => judge(stores, hit, false)}>
        Not relevant
      </Button>
      <Button
        look="link"
        onClick={() => {
          stores.why.close();
          stores.surface.setState({ surface: 'marks' });
        }}
      >
        Measure by my marks
      </Button>
    </div>
  );
}
