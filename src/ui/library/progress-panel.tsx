import { Check, Circle, CircleDot } from 'lucide-react';
import { useStore } from 'zustand';
import type { IngestPhase, IngestProgress } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatBytes, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { useStores } from '../stores/stores.ts';
import { meanwhileText, PHASE_NAMES, paceText, phaseCount, phaseShare } from './intake-progress.ts';
import styles from './progress-panel.module.css';
import { useProgress } from './use-progress.ts';

const PHASES: readonly IngestPhase[] = ['listing', 'indexing', 'embedding'];

/** Everything known of the ingest under way, and the way to stop it. */
export function ProgressPanel() {
  const { intake } = useStores();
  const state = useStore(intake);
  const progress = useProgress();
  const name = progress?.name ?? (state.state === 'running' ? state.name : '');
  const waiting = state.state === 'running' ? state.waiting : 0;
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <span className={styles.name}>{printable(name)}</span>
        <span className={styles.pace}>{progress ? paceText(progress) : ''}</span>
      </div>
      <ProgressBar
        label={`Indexing ${name}`}
        share={progress === null ? null : phaseShare(progress)}
      />
      <ol className={styles.steps}>
        {PHASES.map((phase) => (
          <Step key={phase} phase={phase} progress={progress} />
        ))}
      </ol>
      <div className={styles.foot}>
        <span role="status">
          {progress ? meanwhileText(progress) : 'Reading what was dropped …'}
          {waiting > 0 && ` ${plural(waiting, 'more', 'more')} waiting.`}
        </span>
        <Button onClick={() => intake.cancel()}>Cancel</Button>
      </div>
    </div>
  );
}

interface StepProps {
  readonly phase: IngestPhase;
  readonly progress: IngestProgress | null;
}

function Step({ phase, progress }: StepProps) {
  const now = progress ? PHASES.indexOf(progress.phase) : 0;
  const index = PHASES.indexOf(phase);
  // 'done' is not among the steps: all of them are behind it.
  const state = now === -1 || index < now ? 'done' : index === now ? 'now' : 'next';
  const Icon = state === 'done' ? Check : state === 'now' ? CircleDot : Circle;
  return (
    <li className={styles.step} data-state={state}>
      <Icon size={14} aria-hidden />
      {PHASE_NAMES[phase]}
      {progress && <span className={styles.count}>{stepCount(phase, state, progress)}</span>}
    </li>
  );
}

function stepCount(
  phase: IngestPhase,
  state: 'done' | 'now' | 'next',
  progress: IngestProgress,
): string {
  if (state === 'now') {
    const bytes = phase === 'indexing' ? ` · ${formatBytes(progress.bytesDone)}` : '';
    return `${phaseCount(progress)}${bytes}`;
  }
  if (state === 'next') {
    // Vectors are made while words are still being indexed.
    const ahead = phase === 'embedding' && progress.chunksEmbedded > 0;
    return ahead ? plural(progress.chunksEmbedded, 'chunk') : '';
  }
  if (phase === 'listing') {
    return `${plural(progress.filesSeen, 'file')}, ${plural(progress.filesSkipped, 'skipped', 'skipped')}`;
  }
  if (phase === 'indexing') return plural(progress.chunksDone, 'chunk');
  return '';
}
