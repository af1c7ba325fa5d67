import { CloudDownload } from 'lucide-react';
import { useId, useState } from 'react';
import { printable } from '../app/printable.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import fieldStyles from '../components/text-field.module.css';
import { HubDialog } from './hub-dialog.tsx';
import { hubIdOf } from './hub-text.ts';
import styles from './model-picker.module.css';

interface HubSectionProps {
  readonly disabled: boolean;
  /** Ids that work here and are not on this device yet. */
  readonly known: readonly string[];
  /** A model came in; the promise ends when the list shows it. */
  readonly onKept: (id: string) => Promise<void>;
}

/** Names a model of the hub; nothing is asked of the hub before the dialog has been agreed to. */
export function HubSection({ disabled, known, onKept }: HubSectionProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const ids = { input: useId(), known: useId(), problem: useId() };
  return (
    <form
      className={styles.hub}
      onSubmit={(event) => {
        event.preventDefault();
        const id = hubIdOf(text);
        setProblem(
          id === null ? 'A model’s name is owner/name, as Xenova/all-MiniLM-L6-v2.' : null,
        );
        setAsked(id);
      }}
    >
      <label htmlFor={ids.input}>A model of Hugging Face</label>
      <div className={styles.line}>
        <input
          id={ids.input}
          className={classNames(fieldStyles.field, styles.input)}
          list={ids.known}
          placeholder="owner/name"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={problem !== null}
          aria-describedby={ids.problem}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <datalist id={ids.known}>
          {known.map((id) => (
            <option key={id} value={id} />
          ))}
        </datalist>
        <Button type="submit" disabled={disabled || text.trim() === ''}>
          <CloudDownload size={14} aria-hidden />
          Fetch …
        </Button>
      </div>
      <p id={ids.problem} role="status" className={styles.note}>
        {problem ?? 'You are asked before anything is contacted.'}
      </p>
      {asked !== null && (
        <HubDialog
          id={asked}
          name={printable(asked)}
          onClose={() => setAsked(null)}
          onKept={async () => {
            await onKept(asked);
            setAsked(null);
            setText('');
          }}
        />
      )}
    </form>
  );
}
