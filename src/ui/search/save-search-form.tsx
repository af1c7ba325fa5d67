import { useEffect, useRef } from 'react';
import { questionOf } from '../app/place.ts';
import { Button } from '../components/button.tsx';
import { Popover } from '../components/popover.tsx';
import type { Answer } from '../stores/search-store.ts';
import { textOf, withSaved } from '../stores/searches-store.ts';
import { useStores } from '../stores/stores.ts';
import styles from './save-search.module.css';

interface SaveSearchFormProps {
  readonly answer: Answer;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

/** Asks for the name of a search to be saved; Enter keeps it. */
export function SaveSearchForm({ answer, anchor, onClose }: SaveSearchFormProps) {
  const { searches } = useStores();
  const input = useRef<HTMLInputElement>(null);
  // After the panel, which takes the focus itself.
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const search = { ...questionOf(answer), repositoryId: answer.repositoryId };
  return (
    <Popover
      label="Save this search"
      anchor={anchor}
      align="end"
      className={styles.panel}
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const name = input.current?.value ?? '';
          searches.change((all) => withSaved(all, { ...search, name }));
          onClose();
        }}
      >
        <label className={styles.label}>
          Name of this search
          <input
            ref={input}
            className={styles.input}
            defaultValue={textOf(search)}
            maxLength={100}
          />
        </label>
        <p className={styles.note}>
          Kept on this device, for this repository. It is offered when the search field is empty.
        </p>
        <div>
          <Button type="submit" look="primary">
            Save
          </Button>
        </div>
      </form>
    </Popover>
  );
}
