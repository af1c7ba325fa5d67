import { Library, X } from 'lucide-react';
import { useStore } from 'zustand';
import { classNames } from '../components/class-names.ts';
import { useStores } from '../stores/stores.ts';
import styles from './result-head.module.css';

interface ScopeChipProps {
  /** All repositories are searched now. */
  readonly on?: boolean;
  readonly onSwitch: (on: boolean) => void;
}

/** Widens the search to every repository of the device, and takes that back; nothing while there is only one. */
export function ScopeChip({ on = false, onSwitch }: ScopeChipProps) {
  const { repositories } = useStores();
  const several = useStore(
    repositories,
    (state) => state.state === 'ready' && state.list.filter(({ chunks }) => chunks > 0).length > 1,
  );
  if (!several && !on) return null;
  return (
    <button
      type="button"
      className={classNames(styles.chip, on && styles.on)}
      aria-label={on ? 'Leave all repositories' : undefined}
      title={on ? 'Search this repository only' : 'Search every repository on this device'}
      onClick={() => onSwitch(!on)}
    >
      <Library size={12} aria-hidden />
      {on ? 'all repositories' : 'All repositories'}
      {on && <X size={12} aria-hidden />}
    </button>
  );
}
