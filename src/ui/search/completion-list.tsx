import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { CompletionItem } from '../../domain/api.ts';
import { questionOf } from '../app/place.ts';
import { printable } from '../app/printable.ts';
import { classNames } from '../components/class-names.ts';
import {
  type KeptSearch,
  recentOf,
  savedOf,
  textOf,
  withoutRecent,
  withoutSaved,
} from '../stores/searches-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { type Completer, createCompleter } from './completer.ts';
import { accept, isWorthAsking, itemsFor, type Occasion } from './completion.ts';
import styles from './completion-list.module.css';

export const COMPLETION_ID = 'search-completion';

/** A search that was made before, in place of everything that is typed. */
interface SearchItem extends Omit<CompletionItem, 'kind'> {
  readonly kind: 'saved' | 'recent';
  readonly search: KeptSearch;
}

type OfferedItem = CompletionItem | SearchItem;

/** What is offered, and from where on it takes the place of what is typed. */
interface Offer {
  readonly items: readonly OfferedItem[];
  readonly start: number;
}

interface Completion {
  readonly items: readonly OfferedItem[];
  readonly open: boolean;
  /** Index of the item that the keyboard is on. */
  readonly at: number | null;
  /** The caret is here now. */
  follow(caret: number | null, occasion?: Occasion): void;
  close(): void;
  /** True when the key was meant for the list. */
  press(key: string, shift: boolean): boolean;
  take(item: OfferedItem): void;
}

/** In the list; the rest stands on the page. */
const MOST_SEARCHES = 10;

const NOTHING: Offer = { items: [], start: 0 };

export function optionId(index: number): string {
  return `${COMPLETION_ID}-${index}`;
}

/** Completion of what stands before the caret, as the combobox pattern has it. The list shown stays until a newer one is there. */
export function useCompletion(input: RefObject<HTMLInputElement | null>): Completion {
  const { place, client, searches } = useStores();
  const id = useRepository()?.id ?? null;
  const query = useStore(place, (state) => state.query);
  const [offer, setOffer] = useState(NOTHING);
  const [at, setAt] = useState<number | null>(null);
  const completer = useRef<Completer | null>(null);
  // Arrow keys and clicks tell of the same caret again, also after the list was asked for.
  const followed = useRef('');

  useEffect(() => {
    if (id === null) return;
    const made = createCompleter(
      (question) => client.complete(id, question.query, question.caret),
      (question, reply) => {
        const items = reply === null ? [] : itemsFor(question, reply);
        setOffer(items.length === 0 ? NOTHING : { items, start: reply?.span.start ?? 0 });
        setAt(null);
      },
    );
    completer.current = made;
    return () => {
      made.drop();
      completer.current = null;
      setOffer(NOTHING);
    };
  }, [client, id]);

  const close = () => {
    completer.current?.drop();
    setOffer(NOTHING);
    setAt(null);
  };
  const keptItems = (): readonly SearchItem[] => {
    if (id === null) return [];
    const all = searches.getState();
    const item = (kind: SearchItem['kind'], search: KeptSearch, name: string): SearchItem => {
      const facts = [
        kind === 'saved' ? 'saved' : 'recent',
        ...(search.mode === 'hybrid' ? [] : [search.mode]),
      ];
      const insert = JSON.stringify(questionOf(search));
      return { kind, label: name, insert, detail: facts.join(', '), search };
    };
    const saved = savedOf(all, id).map((search) => item('saved', search, search.name));
    const known = new Set(saved.map(({ insert }) => insert));
    const recent = recentOf(all, id).map((search) => item('recent', search, textOf(search)));
    return [...saved, ...recent.filter(({ insert }) => !known.has(insert))].slice(0, MOST_SEARCHES);
  };
  const follow = (caret: number | null, occasion: Occasion = 'typing') => {
    const question = { query: place.getState().query, caret: caret ?? 0, occasion };
    const key = JSON.stringify([question.query, caret]);
    if (occasion === 'typing' && key === followed.current) return;
    followed.current = key;
    const kept = occasion === 'asked' && question.query === '' ? keptItems() : [];
    if (kept.length > 0) {
      completer.current?.drop();
      setOffer({ items: kept, start: 0 });
      setAt(0);
      return;
    }
    if (caret !== null && isWorthAsking(question)) completer.current?.ask(question);
    else close();
  };
  const remove = ({ kind, search }: SearchItem) => {
    const without = kind === 'saved' ? withoutSaved : withoutRecent;
    searches.change((all) => without(all, search));
    const left = keptItems();
    setOffer(left.length === 0 ? NOTHING : { items: left, start: 0 });
    setAt((index) => (index === null ? null : Math.min(index, left.length - 1)));
  };
  const take = (item: OfferedItem) => {
    if ('search' in item) {
      place.go(questionOf(item.search));
      close();
      return;
    }
    const caret = input.current?.selectionStart ?? query.length;
    const next = accept(query, Math.max(caret, offer.start), offer.start, item);
    place.type(next.query, performance.now());
    setAt(null);
    follow(next.caret);
    // The field holds the new text after the next frame only.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const { items } = offer;
  const open = items.length > 0;
  return {
    items,
    open,
    at: open ? at : null,
    close,
    take,
    follow,
    press(key, shift) {
      if (!open) return false;
      const chosen = items[at ?? 0];
      if (shift) {
        if (key !== 'Delete' || at === null || !chosen || !('search' in chosen)) return false;
        remove(chosen);
        return true;
      }
      if (key === 'ArrowDown') setAt(at === null ? 0 : Math.min(at + 1, items.length - 1));
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
  const { items, open, at, take } = completion;
  return (
    <div
      id={COMPLETION_ID}
      role="listbox"
      aria-label="Completions"
      className={styles.list}
      hidden={!open}
    >
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the keyboard.
        <div
          key={item.insert}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.option}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(item)}
        >
          <span className={styles.label} data-kind={item.kind}>
            {printable(item.label)}
          </span>
          <Fact text={printable(item.detail)} />
          {index === (at ?? 0) && <span className={styles.key} aria-hidden="true" />}
        </div>
      ))}
    </div>
  );
}

/** What is short is never cut; of a path the end stays, which tells more than its beginning. */
function Fact({ text }: { readonly text: string }) {
  const end = text.lastIndexOf('/') + 1;
  return (
    <span className={classNames(styles.fact, end === 0 && styles.short)}>
      <span className={styles.lead}>{text.slice(0, end)}</span>
      <span className={styles.end}>{text.slice(end)}</span>
    </span>
  );
}
