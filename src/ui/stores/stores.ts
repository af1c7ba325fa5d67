/** All stores of the page, one per concern, made once. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { invariant, type RepositorySummary } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { tellOfEvents } from './engine-notices.ts';
import { createEngineStore, type EngineStore } from './engine-store.ts';
import { createListingStore, type FilesStore, type SkippedStore } from './files-store.ts';
import { createIntakeStore, type IntakeStore } from './intake-store.ts';
import { createNoticesStore, type NoticesStore } from './notices-store.ts';
import { type AddressBar, createPlaceStore, type PlaceStore } from './place-store.ts';
import {
  createRepositoriesStore,
  findRepository,
  type RepositoriesStore,
} from './repositories-store.ts';
import { createSearchStore, type SearchStore } from './search-store.ts';
import { createSettingsStore, type SettingsStore } from './settings-store.ts';
import { createSurfaceStore, type SurfaceStore } from './surface-store.ts';
import { createViewerStore, type ViewerStore } from './viewer-store.ts';

export interface Stores {
  readonly place: PlaceStore;
  readonly settings: SettingsStore;
  readonly engine: EngineStore;
  readonly repositories: RepositoriesStore;
  readonly intake: IntakeStore;
  readonly search: SearchStore;
  readonly viewer: ViewerStore;
  readonly files: FilesStore;
  readonly skipped: SkippedStore;
  readonly surface: SurfaceStore;
  readonly notices: NoticesStore;
}

export function createStores(
  client: EngineClient,
  bar: AddressBar,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): Stores {
  const place = createPlaceStore(bar);
  const repositories = createRepositoriesStore(client);
  chooseFirst(place, repositories);
  const notices = createNoticesStore();
  tellOfEvents(client, notices);
  return {
    place,
    repositories,
    settings: createSettingsStore(storage),
    engine: createEngineStore(client),
    intake: createIntakeStore(client),
    search: createSearchStore(client, place, repositories),
    viewer: createViewerStore(client, place, repositories),
    files: createListingStore((repository) => client.files(repository.id)),
    skipped: createListingStore((repository) => client.skipped(repository.id)),
    surface: createSurfaceStore(),
    notices,
  };
}

/** An address without a repository means the one that was committed last. */
function chooseFirst(place: PlaceStore, repositories: RepositoriesStore): void {
  const choose = () => {
    const state = repositories.getState();
    const first = state.state === 'ready' ? state.list[0] : undefined;
    if (place.getState().repository === null && first) place.adjust({ repository: first.name });
  };
  repositories.subscribe(choose);
  place.subscribe(choose);
}

const StoresContext = createContext<Stores | null>(null);
export const StoresProvider = StoresContext.Provider;

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  invariant(stores, 'a component is rendered outside of StoresProvider');
  return stores;
}

/** The repository that the address names; null when there is none of this name. */
export function useRepository(): RepositorySummary | null {
  const { place, repositories } = useStores();
  const name = useStore(place, (state) => state.repository);
  return useStore(repositories, (state) => findRepository(state, name));
}
