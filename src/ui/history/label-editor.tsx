import { Tag } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Generation } from '../../domain/api.ts';
import { Button } from '../components/button.tsx';
import styles from './label-editor.module.css';

interface LabelEditorProps {
  readonly label: string | null;
  readonly generation: Generation;
  readonly onSave: (label: string | null) => void;
}

const LONGEST = 80;

/** Gives a generation a name, which also keeps it for good. */
export function LabelEditor({ label, generation, onSave }: LabelEditorProps) {
  const [editing, setEditing] = useState(false);
  const [text, setText] = useState(label ?? '');
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (editing) field.current?.select();
  }, [editing]);

  const close = () => {
    setEditing(false);
    setText(label ?? '');
    requestAnimationFrame(() => button.current?.focus());
  };
  if (!editing) {
    return (
      <Button ref={button} onClick={() => setEditing(true)}>
        <Tag size={14} aria-hidden />
        {label === null ? 'Add a label' : 'Change the label'}
      </Button>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = text.trim() === '' ? null : text.trim();
        close();
        if (wanted !== label) onSave(wanted);
      }}
    >
      <input
        ref={field}
        type="text"
        className={styles.field}
        aria-label={`Label of generation ${generation}`}
        placeholder="Labelled generations are kept for good"
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // The sheet stays open.
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
      />
      <Button type="submit" look="primary">
        Save
      </Button>
      <Button look="quiet" onClick={close}>
        Cancel
      </Button>
    </form>
  );
}
