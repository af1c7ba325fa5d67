import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type EngineSettings, MOST_KEPT_GENERATIONS } from '../../domain/api.ts';
import { Failure } from '../components/failure.tsx';
import { useStores } from '../stores/stores.ts';
import styles from './engine-switches.module.css';

/** What the engine does by itself. */
export function EngineSwitches() {
  const { engineSettings, client } = useStores();
  const state = useStore(engineSettings);
  useEffect(() => void engineSettings.load(null), [engineSettings]);
  if (state.state === 'failed') {
    return <Failure failure={state.failure} onRetry={() => void engineSettings.load(null)} />;
  }
  if (state.state !== 'ready') return null;
  const change = async (changes: Partial<EngineSettings>) => {
    await client.changeSettings(changes).catch(() => undefined);
    await engineSettings.load(null);
  };
  const { autoHeal, keepGenerations } = state.value;
  return (
    <div className={styles.switches}>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={autoHeal}
          onChange={() => void change({ autoHeal: !autoHeal })}
        />
        <span>
          Heal damage by itself
          <small>
            {autoHeal
              ? 'What can be made again is made again, and the log says so.'
              : 'Damage is told, and nothing is touched until you decide.'}
          </small>
        </span>
      </label>
      <label className={styles.switch}>
        <input
          type="number"
          className={styles.number}
          min={1}
          max={MOST_KEPT_GENERATIONS}
          defaultValue={keepGenerations}
          key={keepGenerations}
          onBlur={(event) => {
            const wanted = Math.round(Number(event.currentTarget.value));
            const kept = Math.max(1, Math.min(wanted || keepGenerations, MOST_KEPT_GENERATIONS));
            event.currentTarget.value = String(kept);
            if (kept !== keepGenerations) void change({ keepGenerations: kept });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
        <span>
          Generations kept of each repository
          <small>
            Older ones go at the next commit. Labelled ones stay, and generations share most of
            their bytes.
          </small>
        </span>
      </label>
    </div>
  );
}
