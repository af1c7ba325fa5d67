/** Text-generation models of the person's own: given as a folder, kept on this device, one of them loaded. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ANSWER_TOKENS, type EndpointFailure, promptShare } from '../../explain/api.ts';
import { TextModelClient, type TextModelOutcome } from '../../worker/client-text-model.ts';
import type { TextModelListing } from '../../worker/protocol-text-model.ts';
import { spawnTextModelWorker } from '../../worker/spawn-text-model.ts';
import { modelIdOf } from '../storage/model-text.ts';
import type { Writer } from './written-answer.ts';

export interface TextModelsState {
  /** Null until the list was read. */
  readonly models: readonly TextModelListing[] | null;
  readonly phase: 'idle' | 'reading' | 'keeping' | 'loading';
  /** The model that answers; its prompt may have `promptTokens`. */
  readonly loaded: { readonly id: string; readonly promptTokens: number } | null;
  /** Id of the model that something is, or was last, done with. */
  readonly busyWith: string | null;
  readonly failure: EndpointFailure | null;
}

export interface TextModels extends StoreApi<TextModelsState> {
  read(): Promise<void>;
  /** Keeps the files of a chosen folder, then loads it. */
  add(files: readonly File[]): Promise<void>;
  load(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  readonly writer: Writer;
}

export type TextModelPorts = Pick<TextModelClient, 'models' | 'add' | 'remove' | 'load' | 'chat'>;

export function createTextModels(client: TextModelPorts): TextModels {
  const store = createStore<TextModelsState>(() => ({
    models: null,
    phase: 'idle',
    loaded: null,
    busyWith: null,
    failure: null,
  }));

  const begin = (phase: TextModelsState['phase'], busyWith: string | null): void =>
    store.setState({ phase, busyWith, failure: null });
  const listed = (outcome: TextModelOutcome<readonly TextModelListing[]>): boolean => {
    store.setState(
      outcome.ok
        ? { phase: 'idle', models: outcome.value }
        : { phase: 'idle', failure: outcome.failure },
    );
    return outcome.ok;
  };

  const models: TextModels = {
    ...store,
    async read() {
      if (store.getState().phase !== 'idle') return;
      begin('reading', null);
      listed(await client.models());
    },
    async add(files) {
      const folder = files[0]?.webkitRelativePath.split('/')[0] ?? '';
      const id = modelIdOf(folder) ?? 'model';
      begin('keeping', id);
      store.setState({ loaded: null });
      if (listed(await client.add(id, files))) await models.load(id);
    },
    async load(id) {
      begin('loading', id);
      store.setState({ loaded: null });
      const outcome = await client.load(id);
      store.setState(
        outcome.ok
          ? {
              phase: 'idle',
              loaded: { id, promptTokens: promptShare(outcome.value, ANSWER_TOKENS) },
            }
          : { phase: 'idle', failure: outcome.failure },
      );
    },
    async remove(id) {
      begin('reading', id);
      store.setState({ loaded: null });
      listed(await client.remove(id));
    },
    writer: (messages, signal, onText) => client.chat(messages, signal, onText),
  };
  return models;
}

let shared: TextModels | null = null;

/** The models of this page. */
export function pageTextModels(): TextModels {
  shared ??= createTextModels(new TextModelClient(spawnTextModelWorker));
  return shared;
}
