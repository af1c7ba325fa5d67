import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import type { ModelState } from '../../worker/protocol.ts';
import { classNames } from '../components/class-names.ts';
import { UndoRemoval } from '../library/undo-removal.tsx';
import { useRepository, useStores } from '../stores/stores.ts';
import { formatBytes, formatCount, plural } from './quantity.ts';
import styles from './status-line.module.css';

/** The facts of the index in one quiet line; what can be opened, opens. */
export function StatusLine() {
  const { engine, repositories, surface } = useStores();
  const repository = useRepository();
  const removal = useStore(repositories, (state) =>
    state.state === 'ready' ? state.removal : null,
  );
  const model = useStore(engine, (state) => (state.state === 'ready' ? state.status.model : null));
  return (
    <footer className={styles.line}>
      {removal && <UndoRemoval removal={removal} className={styles.undo} />}
      {repository && (
        <>
          <button
            type="button"
            className={classNames(styles.fact, styles.open)}
            onClick={() => surface.setState({ surface: 'skipped' })}
          >
            {formatCount(repository.files)} files indexed, {formatCount(repository.skipped)} skipped
          </button>
          <span className={classNames(styles.fact, styles.detail)}>
            {plural(repository.chunks, 'chunk')}
          </span>
          <span className={classNames(styles.fact, styles.rest)}>{vectorText(repository)}</span>
          <button
            type="button"
            className={classNames(styles.fact, styles.rest, styles.open)}
            onClick={() => surface.setState({ surface: 'storage' })}
          >
            {formatBytes(repository.bytes)} stored
          </button>
          <button
            type="button"
            className={classNames(styles.fact, styles.rest, styles.open)}
            onClick={() => surface.setState({ surface: 'history', subject: repository.id })}
          >
            generation {repository.generation}
          </button>
        </>
      )}
      <span className={styles.space} />
      {model && <ModelNote model={model} />}
      <span className={classNames(styles.fact, styles.rest)}>0 bytes left this device</span>
    </footer>
  );
}

function vectorText({ embedded, chunks }: RepositorySummary): string {
  if (chunks === 0 || embedded === 0) return 'no vectors';
  if (embedded >= chunks) return 'all vectors';
  return `${formatCount(embedded)} of ${formatCount(chunks)} vectors`;
}

function ModelNote({ model }: { readonly model: ModelState }) {
  switch (model.state) {
    case 'loading':
      return (
        <span className={styles.fact} role="status">
          model: {formatBytes(model.loadedBytes)} of {formatBytes(model.totalBytes)}
        </span>
      );
    case 'failed':
      return (
        <span className={classNames(styles.fact, styles.warning)} role="status">
          no model: search by keyword works
        </span>
      );
    case 'ready':
      return <span className={classNames(styles.fact, styles.rest)}>{model.id}</span>;
  }
}
