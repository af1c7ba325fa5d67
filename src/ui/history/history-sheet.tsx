import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Generation, GenerationSummary, RepositorySummary } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { Sheet } from '../components/sheet.tsx';
import { useNow } from '../components/use-now.ts';
import { NoticeLine } from '../notices/notice-line.tsx';
import { useRepository, useStores } from '../stores/stores.ts';
import { GenerationRow } from './generation-row.tsx';
import styles from './history-sheet.module.css';
import { everyGeneration, foldCheckpoints } from './log-entries.ts';

/** The kept generations of a repository, like a log of git. */
export function HistorySheet({ onClose }: { readonly onClose: () => void }) {
  const { surface, repositories } = useStores();
  const subject = useStore(surface, (state) => state.subject);
  const list = useStore(repositories, (state) => (state.state === 'ready' ? state.list : null));
  const here = useRepository();
  const repository = list?.find(({ id }) => id === subject) ?? here;
  if (repository === null) return null;
  return (
    <Sheet title={`History of ${printable(repository.name)}`} wide onClose={onClose}>
      <History repository={repository} onClose={onClose} />
    </Sheet>
  );
}

interface HistoryProps {
  readonly repository: RepositorySummary;
  readonly onClose: () => void;
}

function History({ repository, onClose }: HistoryProps) {
  const { history } = useStores();
  const state = useStore(history);
  useEffect(() => void history.load(repository.id), [history, repository.id]);
  return (
    <div className={styles.panel}>
      <LastAction repository={repository} />
      {state.state === 'failed' && (
        <Failure failure={state.failure} onRetry={() => void history.load(repository.id)} />
      )}
      {state.state === 'loading' && <p role="status">Reading the history …</p>}
      {state.state === 'ready' && state.key === repository.id && (
        <Log generations={state.value} repository={repository} onClose={onClose} />
      )}
    </div>
  );
}

/** What the last change did; a roll back can be taken back here. */
function LastAction({ repository }: { readonly repository: RepositorySummary }) {
  const { history } = useStores();
  const action = useStore(history.action);
  if (action.state === 'failed') return <Failure failure={action.failure} />;
  if (action.state !== 'rolled-back') return null;
  const { rolledBack } = action;
  if (rolledBack.repository.id !== repository.id) return null;
  return (
    <NoticeLine
      tone="good"
      title={`The index is as it was at generation ${rolledBack.to}.`}
      detail="The next sync brings it up to the folder again."
      onDismiss={() => history.action.setState({ state: 'none' }, true)}
    >
      <Button onClick={() => void history.undo(rolledBack)}>Undo</Button>
    </NoticeLine>
  );
}

interface LogProps extends HistoryProps {
  readonly generations: readonly GenerationSummary[];
}

function Log({ generations, repository, onClose }: LogProps) {
  const now = useNow(30_000);
  const [open, setOpen] = useState<Generation | null>(null);
  const [all, setAll] = useState(false);
  const folded = foldCheckpoints(generations);
  const entries = all ? everyGeneration(generations) : folded;
  const hidden = generations.length - folded.length;
  return (
    <>
      <ol className={styles.log} aria-label="Generations, newest first">
        {entries.map((entry) => (
          <GenerationRow
            key={entry.generation}
            entry={entry}
            generations={generations}
            repository={repository}
            now={now}
            open={open === entry.generation}
            onToggle={() => setOpen(open === entry.generation ? null : entry.generation)}
            onLeave={onClose}
          />
        ))}
      </ol>
      {hidden > 0 && (
        <div className={styles.foot}>
          <Button look="link" aria-pressed={all} onClick={() => setAll(!all)}>
            {all ? 'Fold the checkpoints' : `Show ${plural(hidden, 'checkpoint')} in between`}
          </Button>
        </div>
      )}
    </>
  );
}
