/**
 * One small database for each version of the stored bytes, as that version wrote it. Each is opened here for ever:
 * it must answer, or be told apart as too old, and never crash.
 */
import 'fake-indexeddb/auto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchHit, SearchOptions } from '../domain/api.ts';
import type { Embedder, EmbeddingModel } from '../embedding/api.ts';
import { RepositoryStore } from '../storage/api.ts';
import {
  type DatabaseExport,
  decodeExport,
  encodeExport,
  exportDatabase,
  importDatabase,
} from './fixtures/database-export.ts';
import { FIRST, QUESTIONS, SECOND, TOUCHED } from './fixtures/golden-source.ts';
import { type Ground, loadGround, textsOf } from './fixtures/ground.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = resolve(ROOT, 'src/storage/fixtures');
const NAME = /^golden-format-(\d+)-feature-(\d+)\.json\.gz$/;

/** What a golden file holds: the database, and what is needed to ask it when the model has changed. */
interface Golden {
  readonly formatVersion: number;
  readonly featureVersion: number;
  readonly database: DatabaseExport;
  readonly model: EmbeddingModel;
  readonly questions: readonly {
    readonly query: string;
    /** The file that comes first by words. */
    readonly path: string;
    /** The question's vector, made by the model of that time; little-endian float32. */
    readonly vector: Uint8Array;
    /** Ids of the chunks of the highest cosines. */
    readonly meaning: readonly string[];
  }[];
  /** Text of every file. */
  readonly files: Readonly<Record<string, string>>;
}

/** The database that the present code writes, by two ingests. */
async function makeGolden({ embedder, run, find }: Ground): Promise<Golden> {
  const store = await RepositoryStore.open('vg-golden-new');
  for (const [round, tree] of [FIRST, SECOND].entries()) {
    const entries = Object.entries(tree).map(([path, text]) => {
      const changed = text !== FIRST[path] || (round === 1 && path === TOUCHED);
      return [path, [text, changed ? 2_000 : 1_000] as const];
    });
    await run(store, Object.fromEntries(entries));
  }
  const manifest = await store.head();
  if (manifest === null) throw new Error('nothing is committed');
  const questions: Golden['questions'][number][] = [];
  for (const { query, path } of QUESTIONS) {
    const vector = new Uint8Array((await embedder.embedQuery(query)).buffer.slice(0));
    const { hits } = await find(store, query, { mode: 'meaning', stage: 'vectors' });
    questions.push({ query, path, vector, meaning: firstIds(hits) });
  }
  const files = await textsOf(store);
  store.close();
  return {
    formatVersion: manifest.formatVersion,
    featureVersion: manifest.featureVersion,
    database: await exportDatabase(store.name),
    model: embedder.model,
    questions,
    files,
  };
}

function firstIds(hits: readonly SearchHit[]): string[] {
  return hits.slice(0, 3).map((hit) => hit.chunkId);
}

/** An embedder of the model of that time, which knows the golden questions only. */
function recordedEmbedder({ model, questions }: Golden): Embedder {
  return {
    model,
    embedDocuments: () => Promise.reject(new Error('a golden store needs no vectors made')),
    embedQuery: async (text) => {
      const vector = questions.find(({ query }) => query === text)?.vector;
      if (vector === undefined) throw new Error(`no vector was recorded for ${text}`);
      return new Float32Array(vector.slice().buffer);
    },
    dispose: () => undefined,
  };
}

describe('golden stores', () => {
  let ground: Ground;
  let current: Golden;
  beforeAll(async () => {
    ground = await loadGround();
    current = await makeGolden(ground);
    const path = join(
      FOLDER,
      `golden-format-${current.formatVersion}-feature-${current.featureVersion}.json.gz`,
    );
    // A version that has no file yet gets one here; it must then be committed, which CI makes sure of.
    if (!existsSync(path) && process.env.CI === undefined) {
      writeFileSync(path, encodeExport(current));
    }
  });

  it('there is one of the version that is written now', () => {
    const names = readdirSync(FOLDER);
    expect(names).toContain(
      `golden-format-${current.formatVersion}-feature-${current.featureVersion}.json.gz`,
    );
  });

  it('each gives back every text and its fixed first answers, or is told to be too old', async () => {
    const names = readdirSync(FOLDER).filter((name) => NAME.test(name));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const golden = decodeExport(readFileSync(join(FOLDER, name))) as Golden;
      await importDatabase(`vg-${name}`, golden.database);
      const store = await RepositoryStore.open(`vg-${name}`);
      const failure = await store.head().then(
        () => null,
        (error: unknown) => error,
      );
      if (failure !== null) {
        expect(golden.formatVersion, name).toBeLessThan(current.formatVersion);
        expect(failure, name).toMatchObject({ code: 'index/format-too-old' });
        continue;
      }
      expect(await textsOf(store), name).toEqual(golden.files);
      const embedder = recordedEmbedder(golden);
      for (const { query, path, meaning } of golden.questions) {
        const ask = (options: SearchOptions) => ground.find(store, query, options, embedder);
        const [byWords] = (await ask({ mode: 'keyword' })).hits;
        expect(byWords?.path, `${query} in ${name}`).toBe(path);
        // The cosines as they are stored: how they are ranked may change from build to build.
        const { hits } = await ask({ mode: 'meaning', stage: 'vectors' });
        expect(firstIds(hits), `${query} in ${name}`).toEqual(meaning);
      }
      store.close();
    }
  });
});
