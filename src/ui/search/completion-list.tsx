import { type RefObject, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { printable } from '../app/printable.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { accept, draftAt, type Suggestion, suggestionsFor } from './completion.ts';
import styles from './completion-list.module.css';

export const COMPLETION_ID = 'search-completion';

interface Completion {
  readonly suggestions: readonly Suggestion[];
  readonly open: boolean;
  /** Index of the suggestion that the keyboard is on. */
  readonly at: number | null;
  /** The caret is here now. */
  follow(caret: number | null): void;
  close(): void;
  /** True when the key was meant for the list. */
  press(key: string): boolean;
  take(suggestion: Suggestion): void;
}

export function optionId(index: number): string {
  return `${COMPLETION_ID}-${index}`;
}

/** Completion of the filter before the caret, as the combobox pattern has it. */
export function useCompletion(input: RefObject<HTMLInputElement | null>): Completion {
  const { place, files, repositories } = useStores();
  const repository = useRepository();
  const query = useStore(place, (state) => state.query);
  const listing = useStore(files);
  const list = useStore(repositories);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const draft = useMemo(() => (caret === null ? null : draftAt(query, caret)), [query, caret]);

  const needsPaths = draft?.name === 'path' || draft?.name === 'file';
  useEffect(() => {
    if (needsPaths && repository) files.show(repository);
  }, [needsPaths, files, repository]);

  const suggestions = useMemo(() => {
    if (draft === null) return [];
    return suggestionsFor(draft, {
      languages: repository?.languages ?? [],
      paths: listing.state === 'ready' ? listing.entries.map((entry) => entry.path) : [],
      repositories: list.state === 'ready' ? list.list.map(({ name }) => name) : [],
    });
  }, [draft, repository, listing, list]);

  const close = () => {
    setCaret(null);
    setAt(null);
  };
  const take = (suggestion: Suggestion) => {
    if (draft === null) return;
    const next = accept(query, draft, suggestion);
    place.type(next.query, performance.now());
    setAt(null);
    setCaret(next.caret);
    // The field holds the new text after the next frame only.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const open = suggestions.length > 0;
  return {
    suggestions,
    open,
    at: open ? at : null,
    close,
    take,
    follow(next) {
      if (next === caret) return;
      setCaret(next);
      setAt(null);
    },
    press(key) {
      if (!open) return false;
      const chosen = suggestions[at ?? 0];
      if (key === 'ArrowDown') setAt(at === null ? 0 : Math.min(at + 1, suggestions.length - 1));
      else if (key === 'ArrowUp' && at !== null) setAt(at === 0 ? null : at - 1);
      else if (key === 'Escape') close();
      else if (chosen && (key === 'Tab' || (key === 'Enter' && at !== null))) take(chosen);
      else return false;
      return true;
    },
  };
}

/** Below the field; nothing of it while there is nothing to complete. */
export function CompletionList({ completion }: { readonly completion: Completion }) {
  const { suggestions, open, at, take } = completion;
  return (
    <div
      id={COMPLETION_ID}
      role="listbox"
      aria-label="Completions"
      className={styles.list}
      hidden={!open}
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the keyboard.
        <div
          key={suggestion.value}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.option}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(suggestion)}
        >
          <span className={styles.label}>{printable(suggestion.label)}</span>
          <span className={styles.fact}>{suggestion.fact}</span>
          {index === (at ?? 0) && <span className={styles.key} aria-hidden="true" />}
        </div>
      ))}
    </div>
  );
}
