import { FolderOpen } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { VectorGitError } from '../../domain/api.ts';
import type { ModelListing } from '../../worker/protocol-models.ts';
import { toFailure } from '../app/error-text.ts';
import { printable } from '../app/printable.ts';
import { FileButton } from '../components/file-button.tsx';
import { ModelRow } from '../components/model-row.tsx';
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
  /** `id` is null when the folder's name cannot be one. */
  const add = (files: readonly File[], id: string | null) =>
    run(id ?? folderOf(files), async () => {
      if (id === null) throw new VectorGitError('model/invalid', 'The folder has no name');
      await client.addModelFolder(id, files);
      return `${id} is kept on this device. Choose it to use it.`;
    });

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
          const name = printable(id);
          return (
            <ModelRow
              key={id}
              name={name}
              detail={modelOrigin(model)}
              // The engine names the one that it loads; it is in use when it is loaded.
              inUse={model.chosen && busy !== id}
              loading={busy === id}
              disabled={busy !== null}
              onUse={available ? () => void choose(id) : undefined}
              onRemove={source === 'folder' || source === 'hub' ? () => void remove(id) : undefined}
            >
              {!available && (
                <FileButton
                  look="quiet"
                  asks={`Folder of ${name}`}
                  accept="folder"
                  aria-label={`Give the folder of ${name}`}
                  disabled={busy !== null}
                  onFiles={(files) => void add(files, id)}
                >
                  Give its folder
                </FileButton>
              )}
            </ModelRow>
          );
        })}
      </ul>
      <p role="status" className={styles.note}>
        {told === null ? '' : printable(told)}
      </p>
      <p>
        <FileButton
          asks="Folder of a model"
          accept="folder"
          disabled={busy !== null}
          onFiles={(files) => void add(files, modelIdOf(folderOf(files)))}
        >
          <FolderOpen size={14} aria-hidden />
          Add a model’s folder
        </FileButton>
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
    </div>
  );
}

function folderOf([first]: readonly File[]): string {
  return first?.webkitRelativePath.split('/')[0] ?? '';
}
