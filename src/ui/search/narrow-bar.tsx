import { X } from 'lucide-react';
import { printable } from '../app/printable.ts';
import { classNames } from '../components/class-names.ts';
import fieldStyles from '../components/text-field.module.css';
import type { Answer } from '../stores/search-store.ts';
import { useStores } from '../stores/stores.ts';
import styles from './narrow-bar.module.css';
import headStyles from './result-head.module.css';

interface NarrowBarProps {
  readonly answer: Answer;
  /** The field is open. */
  readonly typing: boolean;
  /** The field has served; the focus goes back to where it was opened. */
  readonly onDone: () => void;
}

/** The queries within the results, each with the way out, and the field for the next one. */
export function NarrowBar({ answer: { narrow }, typing, onDone }: NarrowBarProps) {
  const { place } = useStores();
  return (
    <div className={styles.bar}>
      {narrow.length > 0 && (
        <div className={headStyles.chips}>
          {narrow.map((text, index) => (
            <button
              key={text}
              type="button"
              className={classNames(headStyles.chip, headStyles.on)}
              aria-label={`Leave what is narrowed by ${printable(text)}`}
              onClick={() => place.go({ narrow: narrow.filter((_, at) => at !== index) })}
            >
              with: {printable(text)}
              <X size={12} aria-hidden />
            </button>
          ))}
        </div>
      )}
      {typing && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const text = String(new FormData(event.currentTarget).get('within') ?? '').trim();
            const present = place.getState().narrow;
            if (text !== '' && !present.includes(text)) place.go({ narrow: [...present, text] });
            onDone();
          }}
        >
          <input
            name="within"
            type="search"
            className={classNames(fieldStyles.field, styles.input)}
            aria-label="Search within these results"
            placeholder="Within these results, then Enter"
            // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field.
            autoFocus
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.preventDefault();
              event.stopPropagation();
              onDone();
            }}
          />
        </form>
      )}
    </div>
  );
}
