import { useState } from 'react';
import type { Generation, GenerationSummary, RepositorySummary } from '../../domain/api.ts';
import { useStores } from '../stores/stores.ts';
import styles from './generation-detail.module.css';
import { GenerationDiff } from './generation-diff.tsx';
import { LabelEditor } from './label-editor.tsx';
import { RollBack } from './roll-back.tsx';

export interface GenerationProps {
  readonly entry: GenerationSummary;
  readonly generations: readonly GenerationSummary[];
  readonly repository: RepositorySummary;
  /** The page goes elsewhere: whatever lies over it closes. */
  readonly onLeave: () => void;
}

/** What one generation changed, and what can be done with it. */
export function GenerationDetail({ entry, generations, repository, onLeave }: GenerationProps) {
  const { history } = useStores();
  const others = generations.filter(({ generation }) => generation !== entry.generation);
  const parent = others.find(({ generation }) => generation === entry.parent);
  const [chosen, setChosen] = useState<Generation | null>(null);
  const current = generations.find((other) => other.current);
  // Without its parent, which is kept no longer, the current one says most.
  const from = chosen ?? parent?.generation ?? (entry.current ? null : current?.generation) ?? null;
  return (
    <div className={styles.detail}>
      <div className={styles.tools}>
        <LabelEditor
          key={entry.label}
          label={entry.label}
          generation={entry.generation}
          onSave={(label) => void history.label(repository.id, entry.generation, label)}
        />
        {current && !entry.current && (
          <RollBack entry={entry} current={current} repository={repository} />
        )}
      </div>
      {others.length > 0 && (
        <label className={styles.compare}>
          Compared with
          <select
            value={from ?? ''}
            onChange={(event) => setChosen(Number(event.currentTarget.value) as Generation)}
          >
            {from === null && <option value="">choose one</option>}
            {others.map(({ generation, label }) => (
              <option key={generation} value={generation}>
                generation {generation}
                {label === null ? '' : ` (${label})`}
                {generation === entry.parent ? ', the one before' : ''}
              </option>
            ))}
          </select>
        </label>
      )}
      {from !== null && (
        <GenerationDiff
          repository={repository}
          from={from}
          to={entry.generation}
          onLeave={onLeave}
        />
      )}
    </div>
  );
}
