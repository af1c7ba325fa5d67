/** All stores of the page, one per concern, made once. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import {
  type EngineSettings,
  type HealthEvent,
  invariant,
  type RepositorySummary,
  type StorageReport,
} from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { type AskingStore, createAskingStore } from '../explain/asking-store.ts';
import { createEmphasisStore, type EmphasisStore } from './emphasis-store.ts';
import { tellOfEvents, tellOfHistory } from './engine-notices.ts';
import { createEngineStore, type EngineStore } from './engine-store.ts';
import { createListingStore, type FilesStore, type SkippedStore } from './files-store.ts';
import { createHistoryStore, type HistoryStore } from './history-store.ts';
import { createIntakeStore, type IntakeStore } from './intake-store.ts';
import { askToKeep, tellOfMemory } from './keep-index.ts';
import { createLoadedStore, type LoadedStore } from './loaded-store.ts';
import { createMarksStore, type MarksStore } from './marks-store.ts';
import { createNoticesStore, type NoticesStore } from './notices-store.ts';
import { type AddressBar, createPlaceStore, type PlaceStore } from './place-store.ts';
import {
  createRepositoriesStore,
  findRepository,
  type RepositoriesStore,
} from './repositories-store.ts';
import { createSearchStore, type SearchStore } from './search-store.ts';
import { createSearchesStore, type SearchesStore } from './searches-store.ts';
import { createSettingsStore, type SettingsStore } from './settings-store.ts';
import { createSurfaceStore, type SurfaceStore } from './surface-store.ts';
import { createVerifyStore, type VerifyStore } from './verify-store.ts';
import { createViewerStore, type ViewerStore } from './viewer-store.ts';
import { createWhyStore, type WhyStore } from './why-store.ts';

const RENEW_MS = 500;

export interface Stores {
  readonly place: PlaceStore;
  readonly settings: SettingsStore;
  readonly engine: EngineStore;
  readonly repositories: RepositoriesStore;
  readonly intake: IntakeStore;
  readonly search: SearchStore;
  readonly searches: SearchesStore;
  readonly emphasis: EmphasisStore;
  readonly marks: MarksStore;
  readonly why: WhyStore;
  readonly viewer: ViewerStore;
  readonly files: FilesStore;
  readonly skipped: SkippedStore;
  readonly surface: SurfaceStore;
  readonly notices: NoticesStore;
  readonly storage: LoadedStore<null, StorageReport>;
  readonly health: LoadedStore<null, readonly HealthEvent[]>;
  readonly engineSettings: LoadedStore<null, EngineSettings>;
  readonly verifications: VerifyStore;
  readonly history: HistoryStore;
  /** For what is asked once and shown nowhere else. */
  readonly client: EngineClient;
  readonly asking: AskingStore;
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
  const surface = createSurfaceStore();
  const stored = createLoadedStore((_: null) => client.storage());
  const health = createLoadedStore((_: null) => client.health());
  const history = createHistoryStore(client);
  tellOfHistory(history, notices);
  renewOnCommit(client, [stored, history]);
  const settings = createSettingsStore(storage);
  const emphasis = createEmphasisStore(storage);
  const intake = createIntakeStore(client);
  tellOfEvents(client, { notices, surface, health, intake });
  askToKeep(client, intake, settings);
  // Without an answer there is nothing to say.
  tellOfMemory(client, notices).catch(() => undefined);
  return {
    place,
    repositories,
    settings,
    engine: createEngineStore(client),
    intake,
    search: createSearchStore(client, place, repositories, emphasis),
    searches: createSearchesStore(storage, client),
    emphasis,
    marks: createMarksStore(storage, client),
    why: createWhyStore(),
    viewer: createViewerStore(client, place, repositories),
    files: createListingStore((repository) => client.files(repository.id)),
    skipped: createListingStore((repository) => client.skipped(repository.id)),
    surface,
    notices,
    storage: stored,
    health,
    history,
    engineSettings: createLoadedStore((_: null) => client.settings()),
    verifications: createVerifyStore(client, () => {
      stored.renew();
      health.renew();
    }),
    client,
    asking: createAskingStore(client, storage, place),
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

/** What somebody looks at follows the commits, a burst of them at once. */
function renewOnCommit(client: EngineClient, stores: readonly { renew(): void }[]): void {
  let pending: ReturnType<typeof setTimeout> | undefined;
  client.subscribe((event) => {
    if (event.type !== 'committed' && event.type !== 'removed') return;
    if (pending !== undefined) return;
    pending = setTimeout(() => {
      pending = undefined;
      for (const store of stores) store.renew();
    }, RENEW_MS);
  });
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
