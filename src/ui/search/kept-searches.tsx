import { useState } from 'react';
import { useStore } from 'zustand';
import { plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { keepingRecent, MOST_RECENT, type Searches } from '../stores/searches-store.ts';
import { useStores } from '../stores/stores.ts';
import styles from './kept-searches.module.css';

/** What of searches is kept on this device, and how to be rid of it: a part of the storage page. */
export function KeptSearches() {
  const { searches } = useStores();
  const { keepsRecent, recent, saved } = useStore(searches);
  const [before, setBefore] = useState<Searches | null>(null);
  const change = (by: (all: Searches) => Searches) => {
    setBefore(searches.getState());
    searches.change(by);
  };
  return (
    <div className={styles.kept}>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={keepsRecent}
          onChange={() => change((all) => keepingRecent(all, !keepsRecent))}
        />
        <span>
          Keep recent searches
          <small>
            {keepsRecent
              ? `The last ${MOST_RECENT} of each repository, in this browser only. Switching this off deletes them.`
              : 'Nothing of what you search for is recorded.'}
          </small>
        </span>
      </label>
      <div className={styles.actions}>
        <Button
          disabled={recent.length === 0}
          onClick={() => change((all) => ({ ...all, recent: [] }))}
        >
          Clear {plural(recent.length, 'recent search', 'recent searches')}
        </Button>
        <Button
          disabled={saved.length === 0}
          onClick={() => change((all) => ({ ...all, saved: [] }))}
        >
          Remove {plural(saved.length, 'saved search', 'saved searches')}
        </Button>
        {before !== null && (
          <Button
            look="link"
            onClick={() => {
              searches.change(() => before);
              setBefore(null);
            }}
          >
            Undo
          </Button>
        )}
      </div>
    </div>
  );
}
