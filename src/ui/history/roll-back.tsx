import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { FileChange, GenerationSummary, RepositorySummary } from '../../domain/api.ts';
import { Button } from '../components/button.tsx';
import { useStores } from '../stores/stores.ts';
import { consequenceText } from './history-text.ts';
import styles from './roll-back.module.css';

interface RollBackProps {
  readonly entry: GenerationSummary;
  readonly current: GenerationSummary;
  readonly repository: RepositorySummary;
}

/** Asks by saying what will be; it can be undone all the same. */
export function RollBack({ entry, current, repository }: RollBackProps) {
  const { history } = useStores();
  const [changes, setChanges] = useState<readonly FileChange[] | null>(null);
  const running = useStore(history.action, (state) => state.state === 'running');
  const { generation } = entry;
  if (changes === null) {
    const ask = () =>
      history
        .diff({ id: repository.id, from: current.generation, to: generation })
        // Without the list of files the rest of the sentence is true all the same.
        .then(setChanges, () => setChanges([]));
    return (
      <Button onClick={() => void ask()}>
        <RotateCcw size={14} aria-hidden />
        Roll back to this …
      </Button>
    );
  }
  return (
    <div className={styles.asking} role="status">
      <p>
        The index becomes what it was at generation {generation}: {consequenceText(changes)} Nothing
        is deleted: generation {current.generation} stays in the history, and your files on disk are
        not touched.
      </p>
      <div className={styles.actions}>
        <Button
          look="primary"
          disabled={running}
          onClick={() => {
            setChanges(null);
            void history.rollBack(repository, generation);
          }}
        >
          Roll back to {generation}
        </Button>
        <Button onClick={() => setChanges(null)}>Stay at {current.generation}</Button>
      </div>
    </div>
  );
}
