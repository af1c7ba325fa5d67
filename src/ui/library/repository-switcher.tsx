import { ChevronsUpDown, FolderGit2 } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { printable } from '../app/printable.ts';
import { fetchedApart } from '../components/fetched-apart.tsx';
import { usePopover } from '../components/popover.tsx';
import { useRepository, useStores } from '../stores/stores.ts';
import styles from './repository-switcher.module.css';

export const RepositoryPanel = fetchedApart(
  async () => (await import('./repository-panel.tsx')).RepositoryPanel,
);

export function RepositorySwitcher() {
  const { place, repositories, intake } = useStores();
  const { anchor, open, toggle, close } = usePopover();
  const current = useRepository();
  const named = useStore(place, (state) => state.repository);
  const empty = useStore(
    repositories,
    (state) => state.state === 'ready' && state.list.length === 0 && state.removal === null,
  );
  const running = useStore(intake, (state) => state.state === 'running');
  // Whatever was chosen in the panel, a repository or a way in, the panel has done its work.
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes when these change.
  useEffect(close, [named, running]);
  if (empty) return null;
  const name = current?.name ?? named;
  return (
    <>
      <button
        type="button"
        className={styles.trigger}
        aria-expanded={open}
        aria-label={name === null ? 'Repositories' : `Repository ${name}`}
        onClick={(event) => toggle(event.currentTarget)}
      >
        <FolderGit2 size={16} />
        <span className={styles.name}>{name === null ? 'Repositories' : printable(name)}</span>
        <ChevronsUpDown size={14} />
      </button>
      {anchor && <RepositoryPanel anchor={anchor} onClose={close} />}
    </>
  );
}
