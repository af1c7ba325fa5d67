import { FolderOpen } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { printable } from '../app/printable.ts';
import { formatBytes, formatCount } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { FileButton } from '../components/file-button.tsx';
import { ModelRow } from '../components/model-row.tsx';
import styles from './explain-pane.module.css';
import type { ExplainSession } from './explain-session.ts';
import { FailureNote } from './failure-note.tsx';
import { PromptPreview } from './prompt-preview.tsx';
import type { TextModels, TextModelsState } from './text-models.ts';

interface TextModelFormProps {
  readonly session: ExplainSession;
  readonly models: TextModels;
}

/** Choose the folder of a model, or one that is kept; see what it will be given; ask it. */
export function TextModelForm({ session, models }: TextModelFormProps) {
  const state = useStore(models);
  const { loaded, phase, busyWith } = state;
  useEffect(() => {
    if (models.getState().models === null) void models.read();
  }, [models]);
  // The prompt may be no longer than the model reads.
  useEffect(() => {
    if (loaded !== null && session.getState().tokenBudget > loaded.promptTokens) {
      session.setTokenBudget(loaded.promptTokens);
    }
  }, [loaded, session]);
  return (
    <div className={styles.wide}>
      <p className={styles.facts}>
        A text-generation model in ONNX form, as Hugging Face lays it out. It is kept on this device
        and runs in this browser, on the processor: a model of some hundred million parameters is a
        good beginning. Nothing leaves this page.
      </p>
      {(state.models?.length ?? 0) > 0 && (
        <ul className={styles.models} aria-label="Kept text models">
          {state.models?.map(({ id, bytes }) => (
            <ModelRow
              key={id}
              name={printable(id)}
              detail={formatBytes(bytes)}
              inUse={loaded?.id === id}
              loading={phase === 'loading' && busyWith === id}
              disabled={phase !== 'idle'}
              onUse={() => void models.load(id)}
              onRemove={() => void models.remove(id)}
            />
          ))}
        </ul>
      )}
      <p role="status" className={styles.facts}>
        {progressText(state)}
      </p>
      {state.failure !== null && <FailureNote failure={state.failure} origin={null} />}
      <FileButton
        asks="Folder of a text model"
        accept="folder"
        disabled={phase !== 'idle'}
        onFiles={(files) => void models.add(files)}
      >
        <FolderOpen size={14} aria-hidden />
        Choose a model’s folder
      </FileButton>
      {loaded !== null && <Ask session={session} models={models} id={loaded.id} />}
    </div>
  );
}

function Ask({ session, models, id }: TextModelFormProps & { readonly id: string }) {
  const busy = useStore(session, ({ written }) =>
    written === null ? false : written.phase === 'writing' || written.phase === 'repairing',
  );
  const isEmpty = useStore(session, ({ prompt }) => prompt?.passages.length === 0);
  const name = printable(id);
  return (
    <>
      <PromptPreview session={session} to={`${name}, in this browser`} />
      {isEmpty && (
        <p role="alert" className={styles.facts}>
          No chunk fits beside the rules: the model’s window is too small for this question.
        </p>
      )}
      <Button
        look={busy || isEmpty ? 'plain' : 'primary'}
        disabled={busy || isEmpty}
        onClick={() => void session.write(id, null, models.writer)}
      >
        Ask {name}
      </Button>
    </>
  );
}

function progressText({ phase, busyWith, loaded }: TextModelsState): string {
  const name = printable(busyWith ?? '');
  switch (phase) {
    case 'reading':
      return 'Looking for models …';
    case 'keeping':
      return `Copying ${name} …`;
    case 'loading':
      return `Loading ${name} …`;
    case 'idle':
      return loaded === null
        ? ''
        : `${printable(loaded.id)} is loaded; its prompt may have ${formatCount(loaded.promptTokens)} tokens.`;
  }
}
