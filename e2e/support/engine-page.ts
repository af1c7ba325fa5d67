/** What tests ask of a page's engine, beyond single calls of `window.vectorgit`. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { SearchMode } from '../../src/domain/api.ts';

/** All that decides an answer, as text, so that two can be compared bit by bit. */
export interface Answer {
  readonly query: string;
  readonly mode: SearchMode;
  /** `chunk path:line-line score`, in order. */
  readonly hits: readonly string[];
}

export interface ServedRepository {
  readonly id: string;
  readonly generation: number;
  readonly files: number;
  readonly chunks: number;
  /** SHA-256 of the text of each file that the index names, by path. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Chunks by the file table. */
  readonly chunksOfFiles: number;
}

/**
 * Asks the page until the answer is true. Not `waitForFunction`: that takes the promise of an answer for one, and asks
 * at each frame, of which a tab in the background has none.
 */
export async function until<Argument>(
  page: Page,
  predicate: (argument: Argument) => unknown,
  argument?: Argument,
): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if (await page.evaluate(predicate as (argument: unknown) => unknown, argument)) return;
    await delay(POLL_MS);
  }
  throw new Error(`The page never came to ${predicate}`);
}

const PATIENCE_MS = 90_000;
const POLL_MS = 50;

const MODES: readonly SearchMode[] = ['keyword', 'meaning', 'hybrid'];

/** Opens the page and waits until its engine has started and its model is loaded. */
export async function openEngine(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await until(page, () => window.vectorgit !== undefined);
  await page.evaluate(() => window.vectorgit.whenReady());
  await untilModel(page);
}

/** The model is loaded: meaning can be asked for. */
export async function untilModel(page: Page): Promise<void> {
  await until(page, async () => {
    const { model } = await window.vectorgit.status();
    return model.state === 'ready';
  });
}

/** Gives a folder of this machine as a person chooses it; resolves when all of it is committed. */
export async function giveFolder(
  page: Page,
  folder: string,
  name: string,
): Promise<{ id: string; generation: number }> {
  await chooseFolder(page, folder);
  return ingestChosen(page, name);
}

/** The second half. */
export function ingestChosen(
  page: Page,
  name: string,
): Promise<{ id: string; generation: number }> {
  return page.evaluate(async (name) => {
    const input = document.querySelector<HTMLInputElement>('#given-folder');
    return window.vectorgit.ingest([...(input?.files ?? [])], { name });
  }, name);
}

/** The first half of `giveFolder`: the browser has listed the folder, nobody has read it. */
export async function chooseFolder(page: Page, folder: string): Promise<void> {
  // A tab in the background is never ready for its files.
  await page.bringToFront();
  await page.evaluate(() => {
    document.querySelector('#given-folder')?.remove();
    const input = document.createElement('input');
    input.id = 'given-folder';
    input.type = 'file';
    input.webkitdirectory = true;
    document.body.append(input);
  });
  await page.setInputFiles('#given-folder', folder);
}

/** No ingest under way: neither ours nor one that the engine has begun by itself. */
export async function untilIdle(page: Page): Promise<void> {
  await until(page, async () => (await window.vectorgit.status()).state !== 'ingesting');
}

/** Reads every file of the index that is served; null when there is no such repository. */
export function readServed(page: Page, name: string): Promise<ServedRepository | null> {
  return page.evaluate(async (name) => {
    const repository = (await window.vectorgit.repositories()).find((one) => one.name === name);
    if (repository === undefined) return null;
    const { id, generation, files, chunks } = repository;
    const hashes: Record<string, string> = {};
    let chunksOfFiles = 0;
    if (generation > 0) {
      for (const file of await window.vectorgit.files(id)) {
        const { text } = await window.vectorgit.file(id, file.path);
        const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
        hashes[file.path] = [...new Uint8Array(digest)]
          .map((byte) => byte.toString(16).padStart(2, '0'))
          .join('');
        chunksOfFiles += file.chunks;
      }
    }
    return { id, generation, files, chunks, hashes, chunksOfFiles };
  }, name);
}

/** Asks every query in every mode. Rejects when a search does. */
export function answersOf(page: Page, id: string, queries: readonly string[]): Promise<Answer[]> {
  return page.evaluate(
    async ({ id, queries, modes }) => {
      const answers = [];
      for (const query of queries) {
        for (const mode of modes) {
          const { hits } = await window.vectorgit.search(id as never, query, { mode, limit: 50 });
          answers.push({
            query,
            mode,
            hits: hits.map(
              ({ chunkId, path, startLine, endLine, score }) =>
                `${chunkId} ${path}:${startLine}-${endLine} ${score}`,
            ),
          });
        }
      }
      return answers;
    },
    { id, queries, modes: MODES },
  );
}

/** The first difference in words, or null. */
export function differenceOf(ours: readonly Answer[], fresh: readonly Answer[]): string | null {
  for (const [index, answer] of fresh.entries()) {
    const mine = ours[index];
    for (let rank = 0; rank < Math.max(answer.hits.length, mine?.hits.length ?? 0); rank++) {
      if (mine?.hits[rank] === answer.hits[rank]) continue;
      return `${answer.mode} "${answer.query}" at rank ${rank + 1}: ${mine?.hits[rank]} in place of ${answer.hits[rank]}`;
    }
  }
  return null;
}
