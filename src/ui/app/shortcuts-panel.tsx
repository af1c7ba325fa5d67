import { useStore } from 'zustand';
import { Sheet } from '../components/sheet.tsx';
import { useStores } from '../stores/stores.ts';
import { ShortcutList } from './shortcut-list.tsx';
import styles from './shortcuts-panel.module.css';

export function ShortcutsPanel({ onClose }: { readonly onClose: () => void }) {
  const { settings } = useStores();
  const on = useStore(settings, (state) => state.shortcuts);
  return (
    <Sheet title="Keyboard shortcuts" onClose={onClose}>
      <div className={styles.panel}>
        <ShortcutList />
        <label className={styles.option}>
          <input
            type="checkbox"
            checked={on}
            onChange={() => settings.setState({ shortcuts: !on })}
          />
          Single keys are shortcuts
        </label>
      </div>
    </Sheet>
  );
}
