import { languageName, type RepositorySummary } from '../../domain/api.ts';
import { toggleFilter } from '../search/filters.ts';
import { useStores } from '../stores/stores.ts';
import styles from './overview.module.css';
import { formatCount } from './quantity.ts';
import { RepositoryFacts } from './repository-facts.tsx';
import { ShortcutList } from './shortcut-list.tsx';

const MAX_LANGUAGES = 8;

/** What the repository is made of: fills the viewer's place while no file is open. */
export function Overview({ repository }: { readonly repository: RepositorySummary }) {
  const { place } = useStores();
  const shown = repository.languages.slice(0, MAX_LANGUAGES);
  return (
    <section className={styles.overview} aria-label="Repository">
      <RepositoryFacts repository={repository} />
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
