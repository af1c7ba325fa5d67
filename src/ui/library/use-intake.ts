import { useCallback } from 'react';
import type { IngestCallOptions, IngestInput } from '../../worker/client.ts';
import type { IngestResult } from '../../worker/protocol.ts';
import { toFailure } from '../app/error-text.ts';
import type { Place } from '../app/place.ts';
import { findRepository } from '../stores/repositories-store.ts';
import { type Stores, useStores } from '../stores/stores.ts';
import { fetchSample, pickFolder, SAMPLE_NAME, sourceName } from './sources.ts';

/** Starts ingests and moves to what comes in. */
export function useIntake() {
  const stores = useStores();
  return {
    open: useCallback(
      (input: IngestInput, options?: IngestCallOptions) => openSource(stores, input, options),
      [stores],
    ),
    chooseFolder: useCallback(async () => {
      try {
        const input = await pickFolder();
        if (input) await openSource(stores, input);
      } catch (error) {
        stores.intake.fail('Folder', toFailure(error), () => stores.intake.dismiss());
      }
    }, [stores]),
    openSample: useCallback(() => openSample(stores), [stores]),
  };
}

/** Ingests, and goes to the repository at once: its progress is shown there. */
export async function openSource(
  stores: Stores,
  input: IngestInput,
  options: IngestCallOptions = {},
): Promise<void> {
  const { place, intake } = stores;
  const name = options.name ?? sourceName(input);
  const before = intake.getState();
  // The files were asked for again: what was to be done with them still stands.
  const again = before.state === 'failed' && before.name === name ? before.options : {};
  const from = place.getState();
  const known = place.getState().repository === name;
  place.go(known ? { repository: name } : { repository: name, path: null, lines: null, query: '' });
  const result = await intake.ingest(input, { ...again, ...options });
  if (result) await settle(stores, name, result);
  else await comeBack(stores, name, from);
}

/** What did not come in leaves the person where they were, if there is such a place. */
async function comeBack(stores: Stores, name: string, from: Place): Promise<void> {
  const { place, repositories } = stores;
  await repositories.refresh();
  const state = repositories.getState();
  const stays = findRepository(state, name) !== null || place.getState().repository !== name;
  if (stays || findRepository(state, from.repository) === null) return;
  place.adjust(from);
}

async function openSample(stores: Stores): Promise<void> {
  try {
    await openSource(stores, await fetchSample(), { name: SAMPLE_NAME });
  } catch (error) {
    stores.intake.fail(SAMPLE_NAME, toFailure(error), () => void openSample(stores));
  }
}

/** The engine may have given another name than the source's. */
async function settle(stores: Stores, name: string, result: IngestResult): Promise<void> {
  await stores.repositories.refresh();
  const state = stores.repositories.getState();
  if (state.state !== 'ready') return;
  const made = state.list.find((repository) => repository.id === result.id);
  if (made && made.name !== name && stores.place.getState().repository === name) {
    stores.place.adjust({ repository: made.name });
  }
}
