import { FolderOpen } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { VectorGitError } from '../../domain/api.ts';
import type { ModelListing } from '../../worker/protocol-models.ts';
import { toFailure } from '../app/error-text.ts';
import { printable } from '../app/printable.ts';
import { Button } from '../components/button.tsx';
import { useStores } from '../stores/stores.ts';
import styles from './model-picker.module.css';
import { modelFailure, modelIdOf, modelOrigin } from './model-text.ts';

/** A build without the hub has neither the form nor the name of its host. */
const HubSection =
  import.meta.env.VITE_MODEL_HUB === 'off'
    ? null
    : lazy(async () => ({ default: (await import('./hub-section.tsx')).HubSection }));

/** The models that can make the vectors: which is in use, another in its place, others brought in or removed. */
export function ModelPicker() {
  const { client, engine } = useStores();
  const [models, setModels] = useState<readonly ModelListing[]>([]);
  /** Id of the model that something is being done with. */
  const [busy, setBusy] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  /** The known model whose folder is asked for; null when the folder itself says which it is. */
  const wanted = useRef<string | null>(null);
  const inUse = useStore(engine, (state) =>
    state.state === 'ready' ? `${state.status.model.state} ${state.status.model.id}` : '',
  );
  const list = () => client.models().then(setModels, () => undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model in use is another list.
  useEffect(() => void list(), [inUse]);

  const run = async (id: string, work: () => Promise<string>) => {
    setBusy(id);
    setTold(null);
    try {
      setTold(await work());
    } catch (error) {
      setTold(modelFailure(toFailure(error), id));
    } finally {
      await list();
      setBusy(null);
    }
  };
  const choose = (id: string) =>
    run(id, async () => {
      await client.chooseModel(id);
      return `${id} is in use. Vectors are made anew; search goes on with the old ones meanwhile.`;
    });
  const remove = (id: string) =>
    run(id, async () => {
      await client.removeModel(id);
      return `${id} is removed from this device.`;
    });
  const add = (files: readonly File[]) => {
    const folder = files[0]?.webkitRelativePath.split('/')[0] ?? '';
    const id = wanted.current ?? modelIdOf(folder);
    return run(id ?? folder, async () => {
      if (id === null) throw new VectorGitError('model/invalid', 'The folder has no name');
      await client.addModelFolder(id, files);
      return `${id} is kept on this device. Choose it to use it.`;
    });
  };
  const askForFolder = (id: string | null) => {
    wanted.current = id;
    input.current?.click();
  };

  return (
    <div className={styles.picker}>
      <p className={styles.note}>
        The model makes vectors of code and questions. When another one is chosen, the vectors of
        every repository are made anew in the background; search goes on with the old vectors until
        they are complete.
      </p>
      <ul className={styles.models} aria-label="Models">
        {models.map((model) => {
          const { id, available, source } = model;
          // The engine names the one that it loads; it is in use when it is loaded.
          const chosen = model.chosen && busy !== id;
          const name = printable(id);
          return (
            <li key={id} className={styles.model} aria-current={chosen || undefined}>
              <span className={styles.name}>
                {name}
                <small>{modelOrigin(model)}</small>
              </span>
              {chosen && <b className={styles.use}>in use</b>}
              {!chosen && available && (
                <Button
                  aria-label={`Use ${name}`}
                  disabled={busy !== null}
                  onClick={() => void choose(id)}
                >
                  {busy === id ? 'Loading …' : 'Use'}
                </Button>
              )}
              {!available && (
                <Button
                  look="quiet"
                  aria-label={`Give the folder of ${name}`}
                  disabled={busy !== null}
                  onClick={() => askForFolder(id)}
                >
                  Give its folder
                </Button>
              )}
              {(source === 'folder' || source === 'hub') && (
                <Button
                  look="quiet"
                  aria-label={`Remove ${name}`}
                  disabled={busy !== null}
                  onClick={() => void remove(id)}
                >
                  Remove
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <p role="status" className={styles.note}>
        {told === null ? '' : printable(told)}
      </p>
      <p>
        <Button disabled={busy !== null} onClick={() => askForFolder(null)}>
          <FolderOpen size={14} aria-hidden />
          Add a model’s folder
        </Button>
      </p>
      {HubSection !== null && (
        <Suspense>
          <HubSection
            disabled={busy !== null}
            known={models.flatMap(({ id, source }) => (source === 'known' ? [id] : []))}
            onKept={async (id) => {
              setTold(`${id} is kept on this device. Choose it to use it.`);
              await list();
            }}
          />
        </Suspense>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label="Folder of a model"
        // React's types know the attribute only as a string.
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) void add(files);
        }}
      />
    </div>
  );
}
