import { History } from 'lucide-react';
import { useStore } from 'zustand';
import { languageName, type RepositorySummary } from '../../domain/api.ts';
import { Button } from '../components/button.tsx';
import { useNow } from '../components/use-now.ts';
import { RemedyButton } from '../library/remedy-button.tsx';
import { useRepositoryState } from '../library/use-progress.ts';
import { toggleFilter } from '../search/filters.ts';
import { useStores } from '../stores/stores.ts';
import styles from './overview.module.css';
import { printable } from './printable.ts';
import { formatBytes, formatCount, plural, relativeTime } from './quantity.ts';
import { ShortcutList } from './shortcut-list.tsx';

const MAX_LANGUAGES = 8;

/** What the repository is made of: fills the viewer's place while no file is open. */
export function Overview({ repository }: { readonly repository: RepositorySummary }) {
  const { place, surface, marks } = useStores();
  const marked = useStore(
    marks,
    (all) => all.marks.filter(({ repositoryId }) => repositoryId === repository.id).length,
  );
  const now = useNow(30_000);
  const state = useRepositoryState(repository);
  const shown = repository.languages.slice(0, MAX_LANGUAGES);
  return (
    <section className={styles.overview} aria-label="Repository">
      <div>
        <h2 className={styles.title}>{printable(repository.name)}</h2>
        <p className={styles.sum}>
          {plural(repository.files, 'file')}, {formatBytes(repository.sourceBytes)} of source;
          indexed {relativeTime(repository.committedAt, now)}
        </p>
        <p className={styles.state} data-tone={state.tone}>
          {printable(state.text)}
        </p>
        <div className={styles.actions}>
          {state.remedy && <RemedyButton repository={repository} remedy={state.remedy} />}
          <Button onClick={() => surface.setState({ surface: 'history', subject: repository.id })}>
            <History size={14} aria-hidden />
            History
          </Button>
          {marked > 0 && (
            <Button onClick={() => surface.setState({ surface: 'marks' })}>
              {plural(marked, 'marked query', 'marked queries')}
            </Button>
          )}
        </div>
      </div>
      {shown.length > 0 && (
        <div>
          <h3 className={styles.heading}>Languages</h3>
          <div className={styles.bar} aria-hidden="true">
            {shown.map(({ language, files }, index) => (
              <span key={language} style={{ flexGrow: files, opacity: shade(index) }} />
            ))}
          </div>
          <ul className={styles.languages}>
            {shown.map(({ language, files }, index) => (
              <li key={language}>
                <button
                  type="button"
                  className={styles.language}
                  onClick={() =>
                    place.go({ query: toggleFilter(place.getState().query, 'lang', language) })
                  }
                >
                  <i style={{ opacity: shade(index) }} />
                  {languageName(language)} <b>{formatCount(files)}</b>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3 className={styles.heading}>Keys</h3>
        <ShortcutList />
      </div>
    </section>
  );
}

function shade(index: number): number {
  return Math.max(0.15, 0.62 ** index);
}
