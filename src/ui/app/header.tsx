import { Database, PanelLeft } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { useMedia } from '../components/use-media.ts';
import { IntakeChip } from '../library/intake-chip.tsx';
import { RepositorySwitcher } from '../library/repository-switcher.tsx';
import { ModeSwitch } from '../search/mode-switch.tsx';
import { SearchField } from '../search/search-field.tsx';
import { useRepository, useStores } from '../stores/stores.ts';
import styles from './header.module.css';
import { Mark } from './mark.tsx';
import { PrivacyNote } from './privacy-note.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export function Header() {
  const { place, surface, settings } = useStores();
  const repository = useRepository();
  const wide = useMedia('(min-width: 900px)');
  const inline = useStore(settings, (state) => state.sidebar);
  const reading = useStore(place, (state) => state.path !== null);
  const drawer = useStore(surface, (state) => state.surface === 'sidebar');
  const toggle = () => {
    if (wide) settings.setState({ sidebar: !inline });
    else surface.setState({ surface: drawer ? 'none' : 'sidebar' });
  };
  return (
    <header className={classNames(styles.header, reading && styles.reading)}>
      <h1 className={styles.mark}>
        <Mark />
        <span className={styles.word}>VectorGit</span>
      </h1>
      <RepositorySwitcher />
      {repository && (
        <IconButton label="Files" aria-pressed={wide ? inline : drawer} onClick={toggle}>
          <PanelLeft size={16} />
        </IconButton>
      )}
      <div className={styles.search}>
        <SearchField />
        <ModeSwitch />
      </div>
      <div className={styles.end}>
        <IntakeChip />
        <IconButton
          label="Storage"
          hint="Storage, health and history (s)"
          onClick={() => surface.setState({ surface: 'storage' })}
        >
          <Database size={16} />
        </IconButton>
        <PrivacyNote />
        <ThemeSwitch />
      </div>
    </header>
  );
}
