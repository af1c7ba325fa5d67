import type { Chunker } from '../chunking/api.ts';
import type { Generation, RepositoryId } from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import {
  type Damage,
  damagesAmong,
  damageText,
  fallBack,
  type Healing,
  healBlobs,
  healHead,
  sourceTexts,
  usesOf,
} from '../ingest/api.ts';
import {
  asWriter,
  type CatalogueRecord,
  type Manifest,
  type RepositoryStore,
} from '../storage/api.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { HealthLog } from './health-log.ts';
import type { OpenedSource } from './opened-sources.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

export interface StoreMenderPorts {
  readonly shelf: () => Promise<RepositoryShelf>;
  readonly log: HealthLog;
  readonly chunker: () => Promise<Chunker>;
  readonly embedder: () => Promise<Embedder | null>;
  /** The repository's source, when it can be read without the person. */
  readonly source: (id: RepositoryId) => Promise<OpenedSource | null>;
  /** Ingests at once; `source` null makes missing vectors only. */
  readonly write: (record: CatalogueRecord, source: OpenedSource | null) => Promise<unknown>;
  readonly onCommit: (id: RepositoryId, manifest: Manifest) => Promise<void>;
}

/** What a heal did, as the report of a check tells it. */
export interface Mended {
  /** By key of the blob. */
  readonly blobs: ReadonlyMap<string, string>;
  /** Of HEAD; null when it was whole, or could not be mended. */
  readonly head: string | null;
  /** Damaged manifests that were taken out. */
  readonly dropped: ReadonlySet<Generation>;
}

/** Nothing was mended. */
export const NOTHING: Mended = { blobs: new Map(), head: null, dropped: new Set() };

/**
 * Mends one repository's store in tiers, cheapest first (ARCHITECTURE.md, Mending). Run it by itself: it commits. Every
 * mend and every loss is a line of the health log.
 */
export class StoreMender {
  readonly #ports: StoreMenderPorts;
  readonly #onTried: (id: RepositoryId, key: string) => void;

  /** `onTried` is told of each blob, mended or not. */
  constructor(ports: StoreMenderPorts, onTried: (id: RepositoryId, key: string) => void) {
    this.#ports = ports;
    this.#onTried = onTried;
  }

  /** `seen`: the newest generation that the page remembers. */
  async mend(id: RepositoryId, seen: Generation | null): Promise<Mended> {
    const shelf = await this.#ports.shelf();
    const record = await shelf.record(id);
    const { store } = await shelf.get(id);
    const source = await this.#ports.source(id).catch(() => null);
    const outcome = await asWriter(id, () => this.#mendStore(record, store, source, seen));
    const { needsSource, left } = outcome;
    let { mended } = outcome;
    if (needsSource || left.length > 0) {
      const done = await this.#bringBack(record, store, source, left);
      const blobs = new Map(mended.blobs);
      if (done !== null) for (const { ref } of left) blobs.set(ref.key, done);
      mended = { ...mended, blobs, head: mended.head ?? done };
    }
    await shelf.refresh(id);
    const manifest = await store.head().catch(() => null);
    if (manifest === null) return mended;
    await this.#ports.onCommit(id, manifest);
    // What was brought back, or taken out, may lack vectors.
    if (manifest.counts.embedded < manifest.counts.chunks) await this.#ports.write(record, null);
    return mended;
  }

  async #mendStore(
    record: CatalogueRecord,
    store: RepositoryStore,
    source: OpenedSource | null,
    seen: Generation | null,
  ) {
    const head = await this.#mendHead(record, store, seen);
    const generations = await store.generations();
    const dropped = generations.flatMap(({ generation, manifest }) =>
      manifest === null ? [generation] : [],
    );
    if (dropped.length > 0) await store.dropGenerations(dropped);
    const damages = await this.#damages(store, generations);
    const healing: Healing = await healBlobs(damages, {
      store,
      chunker: await this.#ports.chunker(),
      embedder: await this.#ports.embedder(),
      source:
        source === null
          ? null
          : sourceTexts(
              source.root,
              record.settings,
              source.browserHidesTilde,
              new AbortController().signal,
            ),
      between: eventLoopTurn,
      date: () => Date.now(),
    });
    await this.#tellMended(record, damages, healing);
    for (const { ref } of damages) this.#onTried(record.id, ref.key);
    return {
      mended: { blobs: healing.mended, head: head.text, dropped: new Set(dropped) },
      needsSource: head.needsSource,
      left: healing.left,
    };
  }

  async #mendHead(
    record: CatalogueRecord,
    store: RepositoryStore,
    seen: Generation | null,
  ): Promise<{ readonly text: string | null; readonly needsSource: boolean }> {
    const head = await healHead(store, Date.now(), seen);
    if (head.state === 'whole') return { text: null, needsSource: false };
    if (head.state === 'gone') {
      await store.forgetAll(head.top);
      return { text: null, needsSource: true };
    }
    const { generation } = head.manifest;
    const text =
      head.lost === null
        ? `HEAD points at generation ${generation} again`
        : `generation ${head.manifest.restoredFrom} was brought back as ${generation}`;
    await this.#ports.log.add(record.id, record.name, {
      severity: head.lost === null ? 'info' : 'loss',
      what: head.lost === null ? 'HEAD was damaged' : `Generation ${head.lost} cannot be read`,
      why: 'HEAD or its manifest is not what was committed',
      done: text,
      lost: head.lost === null ? null : `the changes of generation ${head.lost}`,
    });
    return { text, needsSource: head.lost !== null };
  }

  /** Blobs that a use or a check has found damaged, and those that are not there. */
  async #damages(
    store: RepositoryStore,
    generations: Awaited<ReturnType<RepositoryStore['generations']>>,
  ): Promise<Damage[]> {
    const present = new Set(await store.blobKeys());
    const uses = usesOf(
      generations.flatMap(({ manifest }) => (manifest === null ? [] : [manifest])),
    );
    const suspects = uses.filter(({ ref }) => !present.has(ref.key) || store.isDamaged(ref.key));
    return damagesAmong(store, suspects, eventLoopTurn);
  }

  async #tellMended(
    { id, name }: CatalogueRecord,
    damages: readonly Damage[],
    { mended, lost }: Healing,
  ): Promise<void> {
    for (const damage of damages) {
      const done = mended.get(damage.ref.key);
      if (done === undefined) continue;
      await this.#ports.log.add(id, name, {
        severity: lost.length > 0 && damage.segment === null ? 'loss' : 'info',
        what: `Damage in ${damageText(damage, damage.manifest.generation)}`,
        why: damage.reason,
        done,
        lost: damage.segment === null && lost.length > 0 ? lost.join(', ') : null,
      });
    }
  }

  /** For what cannot be derived: the source, else an older generation, else the person. */
  async #bringBack(
    record: CatalogueRecord,
    store: RepositoryStore,
    source: OpenedSource | null,
    left: readonly Damage[],
  ): Promise<string | null> {
    const { id, name } = record;
    const what =
      left.length === 0
        ? 'The index is not complete'
        : `Damage in ${each(left.map((damage) => damageText(damage, damage.manifest.generation)))}`;
    const why = each(left.map(({ reason }) => reason)) || 'lost by the browser';
    if (source !== null) {
      await this.#ports.write(record, source);
      const done = 'the files were read again from their source';
      await this.#ports.log.add(id, name, { severity: 'info', what, why, done, lost: null });
      return done;
    }
    const fallen =
      left.length === 0
        ? null
        : await asWriter(id, () => fallBack(store, Date.now(), eventLoopTurn));
    if (fallen !== null) {
      const { from, committed } = fallen;
      const done = `generation ${from.generation} was brought back as ${committed.generation}`;
      const lost = `the changes after generation ${from.generation}; a sync brings them back`;
      await this.#ports.log.add(id, name, { severity: 'loss', what, why, done, lost });
      return done;
    }
    const segments = new Map(left.map(({ segment }) => [segment?.id, segment?.fileCount ?? 0]));
    const files = [...segments.values()].reduce((sum, count) => sum + count, 0);
    await this.#ports.log.add(id, name, {
      severity: 'loss',
      what,
      why,
      done: 'the folder is needed: open it again, and what is missing is read',
      lost: left.length === 0 ? null : `the texts of up to ${files} files, until then`,
    });
    return null;
  }
}

/** Each once, how often where it is more. */
function each(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`))
    .join(', ');
}
