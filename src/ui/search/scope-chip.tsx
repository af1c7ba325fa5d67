import { Library } from 'lucide-react';
import { useStore } from 'zustand';
import { useStores } from '../stores/stores.ts';
import { toggleFilter } from './filters.ts';
import styles from './result-head.module.css';

/** Widens the search to every repository of the device: `repo:*` in the query, which is a chip of its own then. */
export function ScopeChip() {
  const { place, repositories } = useStores();
  const several = useStore(
    repositories,
    (state) => state.state === 'ready' && state.list.filter(({ chunks }) => chunks > 0).length > 1,
  );
  if (!several) return null;
  return (
    <button
      type="button"
      className={styles.chip}
      title="Search every repository on this device (repo:*)"
      onClick={() => place.go({ query: toggleFilter(place.getState().query, 'repo', '*') })}
    >
      <Library size={12} aria-hidden />
      All repositories
    </button>
  );
}
