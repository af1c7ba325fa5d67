import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { questionOf } from '../app/place.ts';
import { IconButton } from '../components/button.tsx';
import { answerOf } from '../stores/search-store.ts';
import { withRecent } from '../stores/searches-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { COMPLETION_ID, CompletionList, optionId, useCompletion } from './completion-list.tsx';
import { openHit } from './open-hit.ts';
import { pasteText } from './paste-text.ts';
import { RESULTS_ID } from './results-id.ts';
import styles from './search-field.module.css';

/** Lets the keyboard find the field from anywhere. */
export const SEARCH_FIELD_ID = 'search-code';

export function SearchField() {
  const stores = useStores();
  const { place, search, searches, asking } = stores;
  const repository = useRepository();
  const query = useStore(place, (state) => state.query);
  const input = useRef<HTMLInputElement>(null);
  const completion = useCompletion(input);
  const record = () => {
    if (repository === null) return;
    const question = questionOf(place.getState());
    searches.change((all) => withRecent(all, { ...question, repositoryId: repository.id }));
  };
  return (
    <search className={styles.field}>
      <Search size={16} aria-hidden />
      <input
        ref={input}
        id={SEARCH_FIELD_ID}
        type="search"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={completion.open}
        aria-controls={COMPLETION_ID}
        {...(completion.at === null ? {} : { 'aria-activedescendant': optionId(completion.at) })}
        aria-label="Search code"
        aria-keyshortcuts="/ Control+K Meta+K"
        className={styles.input}
        placeholder={repository ? `Search ${repository.name}` : 'Search code'}
        disabled={repository === null}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        value={query}
        onPaste={(event) => pasteText(event, stores)}
        onChange={(event) => {
          place.type(event.currentTarget.value, performance.now());
          completion.follow(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => completion.follow(event.currentTarget.selectionStart)}
        onBlur={() => {
          completion.close();
          record();
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const isDown = event.key === 'ArrowDown';
          const wantsList =
            (event.key === ' ' && event.ctrlKey) ||
            (isDown && (event.altKey || (search.getState().state === 'idle' && !completion.open)));
          if (wantsList) {
            event.preventDefault();
            completion.follow(event.currentTarget.selectionStart, 'asked');
            return;
          }
          if (completion.press(event.key, event.shiftKey)) {
            event.preventDefault();
            event.stopPropagation();
            return;
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            document.getElementById(RESULTS_ID)?.focus();
          } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            asking.ask(query);
          } else if (event.key === 'Enter') {
            event.preventDefault();
            const best = answerOf(search.getState())?.groups[0]?.hits[0];
            record();
            if (best) openHit(place, best);
          } else if (event.key === 'Escape') {
            event.preventDefault();
            (document.getElementById(RESULTS_ID) ?? event.currentTarget).focus();
          }
        }}
      />
      {query === '' ? (
        repository && (
          <span className={styles.key} aria-hidden="true">
            /
          </span>
        )
      ) : (
        <IconButton
          label="Clear the search"
          className={styles.clear}
          onClick={() => {
            place.go({ query: '' });
            input.current?.focus();
          }}
        >
          <X size={14} />
        </IconButton>
      )}
      <CompletionList completion={completion} />
      <Busy />
    </search>
  );
}

/** An answer that is soon there needs no sign, and the sign no frame of its own. */
const PATIENCE_MS = 180;

function Busy() {
  const { search } = useStores();
  const searching = useStore(search, (state) => state.state === 'searching');
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!searching) return;
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setShown(false);
    };
  }, [searching]);
  return shown && <span className={styles.busy} />;
}
