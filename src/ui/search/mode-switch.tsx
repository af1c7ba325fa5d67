import { useStore } from 'zustand';
import type { SearchMode } from '../../domain/api.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import styles from './mode-switch.module.css';

const MODES: readonly {
  readonly mode: SearchMode;
  readonly name: string;
  readonly hint: string;
}[] = [
  { mode: 'hybrid', name: 'Hybrid', hint: 'By words and by meaning, fused' },
  { mode: 'keyword', name: 'Keyword', hint: 'Every word must occur' },
  { mode: 'meaning', name: 'Meaning', hint: 'What the code is about, whatever its words' },
];

export function ModeSwitch() {
  const { place } = useStores();
  const repository = useRepository();
  const present = useStore(place, (state) => state.mode);
  return (
    <fieldset className={styles.switch} disabled={repository === null}>
      <legend className="visually-hidden">Search mode</legend>
      {MODES.map(({ mode, name, hint }) => (
        <label key={mode} className={styles.option} title={hint}>
          <input
            type="radio"
            name="mode"
            checked={present === mode}
            onChange={() => place.go({ mode })}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
