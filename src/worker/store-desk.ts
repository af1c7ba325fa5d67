import {
  type EngineSettings,
  type FileChange,
  type Generation,
  type GenerationSummary,
  type HealthEvent,
  MOST_KEPT_GENERATIONS,
  type RepositoryId,
  type StorageReport,
  VectorGitError,
  type VerifyReport,
} from '../domain/api.ts';
import { damagesAmong, diffOf, historyOf, usesOf } from '../ingest/api.ts';
import { asWriter, type Manifest, type RepositoryStore } from '../storage/api.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { HealthDesk } from './health-desk.ts';
import type { HealthLog } from './health-log.ts';
import type { RepositoryShelf } from './repository-shelf.ts';
import { storageReportOf } from './storage-report.ts';

export interface StoreDeskPorts {
  readonly health: HealthDesk;
  readonly log: HealthLog;
  readonly shelf: () => Promise<RepositoryShelf>;
  /** Runs after the ingests that are under way or wait. */
  readonly enqueue: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly onCommit: (id: RepositoryId, manifest: Manifest) => Promise<void>;
}

/** What a person does with the store itself: its history, its health, its room. */
export class StoreDesk {
  readonly #ports: StoreDeskPorts;

  constructor(ports: StoreDeskPorts) {
    this.#ports = ports;
  }

  async history(id: RepositoryId): Promise<readonly GenerationSummary[]> {
    const { store } = await (await this.#ports.shelf()).get(id);
    return historyOf(store);
  }

  async diff(id: RepositoryId, from: Generation, to: Generation): Promise<readonly FileChange[]> {
    const { store } = await (await this.#ports.shelf()).get(id);
    return diffOf(store, from, to);
  }

  rollBack(id: RepositoryId, generation: Generation): Promise<Generation> {
    return this.#write(id, async () => {
      const { store } = await (await this.#ports.shelf()).get(id);
      const kept = (await store.generations()).find((known) => known.generation === generation);
      if (kept?.manifest != null) await refuseDamaged(store, kept.manifest);
      const manifest = await store.restore(generation, await store.headGeneration(), Date.now());
      await this.#ports.onCommit(id, manifest);
      await store.collectGarbage((await this.settings()).keepGenerations);
      return manifest.generation;
    });
  }

  async label(id: RepositoryId, generation: Generation, label: string | null): Promise<null> {
    return this.#write(id, async () => {
      const { store } = await (await this.#ports.shelf()).get(id);
      const text = label?.trim() ?? '';
      await store.setLabel(generation, text === '' ? null : text);
      return null;
    });
  }

  verify(id: RepositoryId): Promise<VerifyReport> {
    return this.#ports.health.verify(id);
  }

  health(): Promise<readonly HealthEvent[]> {
    return this.#ports.log.events();
  }

  async storage(): Promise<StorageReport> {
    return storageReportOf(await this.#ports.shelf());
  }

  async settings(): Promise<EngineSettings> {
    return (await this.#ports.shelf()).catalogue.settings();
  }

  async changeSettings(changes: Partial<EngineSettings>): Promise<EngineSettings> {
    const { catalogue } = await this.#ports.shelf();
    const { autoHeal, keepGenerations, model } = { ...(await catalogue.settings()), ...changes };
    const kept = Number.isFinite(keepGenerations) ? Math.round(keepGenerations) : 1;
    const settings = {
      autoHeal: autoHeal === true,
      keepGenerations: Math.min(Math.max(kept, 1), MOST_KEPT_GENERATIONS),
      model: typeof model === 'string' ? model : null,
    };
    await catalogue.putSettings(settings);
    return settings;
  }

  #write<Value>(id: RepositoryId, work: () => Promise<Value>): Promise<Value> {
    return this.#ports.enqueue(() => asWriter(id, work));
  }
}

/** `index/corrupt` when a byte of the generation is not what was committed: nothing is brought back that is not whole. */
async function refuseDamaged(store: RepositoryStore, manifest: Manifest): Promise<void> {
  const damages = await damagesAmong(store, usesOf([manifest]), eventLoopTurn);
  if (damages.length === 0) return;
  throw new VectorGitError('index/corrupt', 'That generation is damaged, so it was not restored', {
    details: { generation: manifest.generation, parts: damages.length },
  });
}
