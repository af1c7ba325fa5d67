import { Database, History, RefreshCw, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatBytes, plural, relativeTime } from '../app/quantity.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { Popover } from '../components/popover.tsx';
import { useNow } from '../components/use-now.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import styles from './repository-panel.module.css';
import { UndoRemoval } from './undo-removal.tsx';
import { useRepositoryState } from './use-progress.ts';
import { WaysIn } from './ways-in.tsx';

interface RepositoryPanelProps {
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

/** The repositories on this device, the ways to bring in another, and what is stored. */
export function RepositoryPanel({ anchor, onClose }: RepositoryPanelProps) {
  const { surface } = useStores();
  const current = useRepository();
  const show = (panel: 'history' | 'storage') => {
    onClose();
    surface.setState({ surface: panel, subject: null });
  };
  return (
    <Popover label="Repositories" anchor={anchor} className={styles.panel} onClose={onClose}>
      <RepositoryList current={current} onChosen={onClose} />
      <div className={styles.foot}>
        <WaysIn start />
      </div>
      <div className={styles.more}>
        {current && (
          <Button look="link" onClick={() => show('history')}>
            <History size={14} aria-hidden />
            History
          </Button>
        )}
        <Button look="link" onClick={() => show('storage')}>
          <Database size={14} aria-hidden />
          Storage
        </Button>
      </div>
    </Popover>
  );
}

interface RepositoryListProps {
  readonly current: RepositorySummary | null;
  readonly onChosen: () => void;
}

function RepositoryList({ current, onChosen }: RepositoryListProps) {
  const { repositories } = useStores();
  const state = useStore(repositories);
  switch (state.state) {
    case 'loading':
      return <p className={styles.empty}>Opening the index …</p>;
    case 'failed':
      return (
        <Failure failure={state.failure} onRetry={() => void repositories.refresh()}>
          {null}
        </Failure>
      );
    case 'ready':
      return (
        <>
          {state.removal && <UndoRemoval removal={state.removal} className={styles.undo} />}
          <ul className={styles.list} aria-label="Repositories on this device">
            {state.list.map((repository) => (
              <RepositoryItem
                key={repository.id}
                repository={repository}
                current={repository.id === current?.id}
                onChosen={onChosen}
              />
            ))}
          </ul>
        </>
      );
  }
}

interface RepositoryItemProps {
  readonly repository: RepositorySummary;
  readonly current: boolean;
  readonly onChosen: () => void;
}

function RepositoryItem({ repository, current, onChosen }: RepositoryItemProps) {
  const { place, intake, repositories } = useStores();
  const now = useNow(30_000);
  const busy = useStore(intake, (state) => state.state === 'running');
  const { name, files, chunks, bytes, committedAt, canSync } = repository;
  const { badge, text, tone } = useRepositoryState(repository);
  return (
    <li className={styles.item} data-current={current || undefined}>
      <button
        type="button"
        className={styles.open}
        aria-current={current || undefined}
        onClick={() => {
          if (!current) place.go({ repository: name, path: null, lines: null });
          onChosen();
        }}
      >
        <span className={styles.title}>
          {printable(name)}
          {badge && (
            <span className={styles.badge} data-tone={tone} title={printable(text)}>
              {badge}
            </span>
          )}
        </span>
        <span className={styles.facts}>
          {plural(files, 'file')} · {plural(chunks, 'chunk')} · {formatBytes(bytes)} ·{' '}
          {relativeTime(committedAt, now)}
        </span>
      </button>
      {canSync && (
        <IconButton
          label={`Sync ${name}`}
          disabled={busy}
          onClick={() => void intake.sync(repository.id, name)}
        >
          <RefreshCw size={14} />
        </IconButton>
      )}
      <IconButton label={`Delete ${name}`} onClick={() => repositories.remove(repository)}>
        <Trash2 size={14} />
      </IconButton>
    </li>
  );
}
