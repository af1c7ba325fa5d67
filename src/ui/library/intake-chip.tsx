import { Check } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { classNames } from '../components/class-names.ts';
import { Popover, usePopover } from '../components/popover.tsx';
import { useStores } from '../stores/stores.ts';
import styles from './intake-chip.module.css';
import { PHASE_NAMES, phaseCount, phaseShare } from './intake-progress.ts';
import { ProgressPanel } from './load-progress-panel.ts';
import { useProgress } from './use-progress.ts';

const CIRCUMFERENCE = 2 * Math.PI * 5.5;

const FINISHED_MS = 5000;

/** How far the ingest is, in the header; its panel says more and can cancel. */
export function IntakeChip() {
  const { intake } = useStores();
  const state = useStore(intake);
  const progress = useProgress();
  const { anchor, open, toggle, close } = usePopover();

  useEffect(() => {
    if (state.state !== 'finished') return;
    const timer = setTimeout(() => intake.dismiss(), FINISHED_MS);
    return () => clearTimeout(timer);
  }, [state, intake]);

  if (state.state === 'finished') {
    return (
      <span role="status" className={classNames(styles.chip, styles.done)}>
        <Check size={14} aria-hidden />
        <span className={styles.words}>
          {state.result.unchanged ? 'Nothing had changed' : 'Indexed'}
        </span>
      </span>
    );
  }
  if (state.state !== 'running' && progress === null) return null;
  const share = progress ? phaseShare(progress) : null;
  return (
    <>
      <button
        type="button"
        className={styles.chip}
        aria-expanded={open}
        aria-label="Indexing progress"
        onClick={(event) => toggle(event.currentTarget)}
      >
        <svg className={styles.ring} viewBox="0 0 14 14" aria-hidden="true">
          <circle cx="7" cy="7" r="5.5" />
          <circle
            className={styles.arc}
            cx="7"
            cy="7"
            r="5.5"
            strokeDasharray={`${(share ?? 0.2) * CIRCUMFERENCE} ${CIRCUMFERENCE}`}
          />
        </svg>
        <span className={styles.words}>
          {progress ? `${PHASE_NAMES[progress.phase]} · ${phaseCount(progress)}` : 'Starting'}
        </span>
      </button>
      {anchor && (
        <Popover
          label="Indexing"
          anchor={anchor}
          align="end"
          className={styles.panel}
          onClose={close}
        >
          <ProgressPanel />
        </Popover>
      )}
    </>
  );
}
