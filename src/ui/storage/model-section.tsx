import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { printable } from '../app/printable.ts';
import { Button } from '../components/button.tsx';
import { useStores } from '../stores/stores.ts';
import styles from './model-picker.module.css';

const Picker = lazy(async () => ({ default: (await import('./model-picker.tsx')).ModelPicker }));

/** The model in use; the others are asked for, of this device and of the site, only when somebody wants another. */
export function ModelSection() {
  const { engine } = useStores();
  const [open, setOpen] = useState(false);
  const id = useStore(engine, (state) => (state.state === 'ready' ? state.status.model.id : null));
  const state = useStore(engine, (now) => (now.state === 'ready' ? now.status.model.state : null));
  return (
    <>
      <div className={styles.present}>
        <span>
          {id === null ? 'Not ready yet' : printable(id)}
          {state === 'loading' && ', loading …'}
          {state === 'failed' && ', could not be loaded'}
        </span>
        <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Close the models' : 'Change the model'}
        </Button>
      </div>
      {open && (
        <Suspense fallback={<p role="status">Looking for models …</p>}>
          <Picker />
        </Suspense>
      )}
    </>
  );
}
