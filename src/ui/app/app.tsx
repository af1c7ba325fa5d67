import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { Failure } from '../components/failure.tsx';
import { fetchedApart } from '../components/fetched-apart.tsx';
import { whenIdle } from '../components/when-idle.ts';
import { EXPLAIN_ID } from '../explain/explain-id.ts';
import { DropArea } from '../library/drop-area.tsx';
import { FolderInput } from '../library/folder-input.tsx';
import { loadFileFinder } from '../library/load-file-finder.ts';
import { ProgressPanel } from '../library/load-progress-panel.ts';
import { RepositoryPanel } from '../library/repository-switcher.tsx';
import { WaysIn } from '../library/ways-in.tsx';
import { Welcome } from '../library/welcome.tsx';
import { IntakeFailure } from '../notices/intake-failure.tsx';
import { NoticeLine } from '../notices/notice-line.tsx';
import { Notices } from '../notices/notices.tsx';
import { RESULTS_ID } from '../search/results-id.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import styles from './app.module.css';
import { Header } from './header.tsx';
import { printable } from './printable.ts';
import { StatusLine } from './status-line.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** What the page waits with until the list of repositories is there. */
const OPENING = (
  <div className={styles.centre}>
    <p className={styles.waiting} role="status">
      Opening the index …
    </p>
  </div>
);

const Workspace = fetchedApart(async () => (await import('./workspace.tsx')).Workspace, OPENING);
// Beside the engine, which the page waits for anyway.
Workspace.fetch();

const FileFinder = fetchedApart(async () => (await loadFileFinder()).FileFinder);
const ShortcutsPanel = fetchedApart(
  async () => (await import('./shortcuts-panel.tsx')).ShortcutsPanel,
);
const StorageSheet = fetchedApart(
  async () => (await import('../storage/storage-sheet.tsx')).StorageSheet,
);
const SkippedPanel = fetchedApart(
  async () => (await import('../library/skipped-panel.tsx')).SkippedPanel,
);
const MarksSheet = fetchedApart(async () => (await import('../search/marks-sheet.tsx')).MarksSheet);
const HistorySheet = fetchedApart(
  async () => (await import('../history/history-sheet.tsx')).HistorySheet,
);

/** What is opened by a key or a click opens at once: its code comes while nothing else happens. */
const SOON = [RepositoryPanel, ProgressPanel, ShortcutsPanel, StorageSheet, HistorySheet];

interface AppProps {
  /** Calls back when another build waits, with the way to take it. */
  readonly watchUpdates: (onUpdate: (apply: () => void) => void) => void;
}

export function App({ watchUpdates }: AppProps) {
  useShortcuts();
  useEffect(
    () =>
      whenIdle(() => {
        for (const part of SOON) part.fetch();
      }),
    [],
  );
  return (
    <div className={styles.app}>
      <Title />
      <SkipLink />
      <Header />
      <div className={styles.banners}>
        <UpdatePrompt watchUpdates={watchUpdates} />
        <Notices />
        <IntakeFailure />
      </div>
      <main id={MAIN_ID} tabIndex={-1} className={styles.main}>
        <Main />
        <FolderInput />
      </main>
      <StatusLine />
      <DropArea />
      <Surfaces />
    </div>
  );
}

const MAIN_ID = 'main';

/** Past the header and the files, for those who go by the keyboard: to the list if there is one. */
function SkipLink() {
  return (
    <a
      className={classNames('visually-hidden', styles.skip)}
      href={`#${MAIN_ID}`}
      onClick={(event) => {
        // The fragment is the place.
        event.preventDefault();
        const ids = [EXPLAIN_ID, RESULTS_ID, MAIN_ID];
        const there = ids.map((id) => document.getElementById(id));
        there.find((element) => element !== null)?.focus();
      }}
    >
      Skip to the results
    </a>
  );
}

/** The page's body for every state that the engine, the list and the address can be in. */
function Main() {
  const { engine, repositories, intake, place } = useStores();
  const engineState = useStore(engine);
  const listState = useStore(repositories);
  const intakeState = useStore(intake);
  const named = useStore(place, (state) => state.repository);
  const repository = useRepository();

  if (engineState.state === 'failed') {
    return (
      <div className={styles.centre}>
        <div className={styles.card}>
          <Failure failure={engineState.failure} onRetry={() => location.reload()} />
        </div>
      </div>
    );
  }
  if (repository) return <Workspace key={repository.id} repository={repository} />;
  if (intakeState.state === 'running') {
    return (
      <div className={styles.centre}>
        <div className={styles.card}>
          <ProgressPanel />
        </div>
      </div>
    );
  }
  switch (listState.state) {
    case 'loading':
      return OPENING;
    case 'failed':
      return (
        <div className={styles.centre}>
          <div className={styles.card}>
            <Failure failure={listState.failure} onRetry={() => void repositories.refresh()} />
          </div>
        </div>
      );
    case 'ready':
      // After a failed first try the banner says why; the ways in stay.
      if (named === null || (intakeState.state === 'failed' && listState.list.length === 0)) {
        return <Welcome />;
      }
      return (
        <UnknownRepository
          name={named}
          failed={intakeState.state === 'failed' && intakeState.name === named}
        />
      );
  }
}

interface UnknownRepositoryProps {
  readonly name: string;
  /** It was just tried, and the banner says what became of it. */
  readonly failed: boolean;
}

function UnknownRepository({ name, failed }: UnknownRepositoryProps) {
  const { place, repositories } = useStores();
  const list = useStore(repositories, (state) => (state.state === 'ready' ? state.list : null));
  return (
    <div className={styles.centre}>
      <div className={styles.card}>
        <h2 className={styles.title}>{printable(name)} is not on this device</h2>
        <p className={styles.text}>
          {failed
            ? 'It was not indexed; the message above says why. Open it another way, or go on with another repository.'
            : 'The link names a repository that this browser has no index of. Open it here under the same name, and the link works.'}
        </p>
        <WaysIn start sample={false} />
        {list?.map((repository) => (
          <div key={repository.id}>
            <Button
              look="link"
              onClick={() => place.go({ repository: repository.name, path: null, lines: null })}
            >
              Go to {printable(repository.name)}
            </Button>
          </div>
        ))}
      </div>
    </div>
  );
}

function UpdatePrompt({ watchUpdates }: AppProps) {
  const [apply, setApply] = useState<(() => void) | null>(null);
  useEffect(() => watchUpdates((take) => setApply(() => take)), [watchUpdates]);
  if (apply === null) return null;
  return (
    <NoticeLine
      tone="info"
      title="A newer VectorGit is ready."
      detail="Your index stays."
      onDismiss={() => setApply(null)}
    >
      <Button onClick={apply}>Update now</Button>
    </NoticeLine>
  );
}

/** Whatever lies over the page. */
function Surfaces() {
  const { surface } = useStores();
  const shown = useStore(surface, (state) => state.surface);
  const repository = useRepository();
  const close = () => surface.setState({ surface: 'none' });
  switch (shown) {
    case 'shortcuts':
      return <ShortcutsPanel onClose={close} />;
    case 'finder':
      return repository && <FileFinder repository={repository} onClose={close} />;
    case 'skipped':
      return (
        repository && (
          <SkippedPanel
            repository={repository}
            onClose={() => surface.setState({ surface: 'none', skipped: null })}
          />
        )
      );
    case 'storage':
      return <StorageSheet onClose={close} />;
    case 'history':
      return <HistorySheet onClose={close} />;
    case 'marks':
      return repository && <MarksSheet repository={repository} onClose={close} />;
    case 'sidebar':
    case 'none':
      return null;
  }
}

/** Tabs, history and bookmarks tell places apart by the title. Of its own: the page is not drawn anew at every keystroke. */
function Title(): null {
  const { place } = useStores();
  const { repository, path, query } = useStore(place);
  useEffect(() => {
    const parts = [path ?? query, repository, 'VectorGit'].filter((part) => part);
    // Setting it costs some milliseconds: not at every keystroke.
    const timer = setTimeout(() => {
      document.title = printable(parts.join(' · '));
    }, 300);
    return () => clearTimeout(timer);
  }, [repository, path, query]);
  return null;
}
