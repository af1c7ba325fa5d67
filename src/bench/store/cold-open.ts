import type { RepositoryId } from '../../domain/api.ts';
import { inBrowser, type PageGlobals } from './filled-profile.ts';
import type { RawRead } from './page.ts';

/** Milliseconds since the page began to load. */
export interface ColdOpen {
  readonly engineReady: number;
  readonly keywordAnswer: number;
  readonly modelReady: number;
  readonly hybridAnswer: number;
}

/** Kinds that a generation is opened with. */
export const OPENED_KINDS = ['files', 'chunks', 'postings', 'vectors'];

interface Pending {
  coldOpen?: Promise<ColdOpen>;
}

/** A new start of the browser, and in its first tab the product, asked as soon as it can be asked. */
export function coldOpen(
  profile: string,
  url: string,
  id: string,
  query: string,
): Promise<ColdOpen> {
  return inBrowser(profile, async (context, newTab) => {
    await context.addInitScript(
      ([repository, text]) => {
        const ask = async (vectorgit: PageGlobals['vectorgit']): Promise<ColdOpen> => {
          const now = () => performance.now();
          let modelReady = Number.NaN;
          const model = new Promise<void>((resolve) => {
            const look = (state: string) => {
              if (state !== 'ready' || modelReady > 0) return;
              modelReady = now();
              resolve();
            };
            vectorgit.subscribe((event) => {
              if (event.type === 'status') look(event.status.model.state);
            });
            void vectorgit.status().then((status) => look(status.model.state));
          });
          await vectorgit.whenReady();
          const engineReady = now();
          const words = await vectorgit.search(repository, text, { mode: 'keyword' });
          const keywordAnswer = now();
          if (words.hits.length === 0) throw new Error('No hit');
          await model;
          const { mode } = await vectorgit.search(repository, text, { mode: 'hybrid' });
          if (mode !== 'hybrid') throw new Error('No answer by meaning');
          return { engineReady, keywordAnswer, modelReady, hybridAnswer: now() };
        };
        (globalThis as unknown as Pending).coldOpen = new Promise((resolve, reject) => {
          Object.defineProperty(globalThis, 'vectorgit', {
            configurable: true,
            set(value: PageGlobals['vectorgit']) {
              Object.defineProperty(globalThis, 'vectorgit', { value });
              ask(value).then(resolve, reject);
            },
          });
        });
      },
      [id as RepositoryId, query] as const,
    );
    const page = await newTab();
    await page.goto(url);
    // The init script has run by now, and the page's policy permits no `waitForFunction`.
    return page.evaluate(() => (globalThis as unknown as Pending).coldOpen as Promise<ColdOpen>);
  });
}

/** A new start of the browser, and in its first tab nothing but a read of the same records. */
export function coldRead(
  profile: string,
  bareUrl: string,
  kinds: readonly string[] | null,
): Promise<RawRead> {
  return inBrowser(profile, async (_, newTab) => {
    const page = await newTab();
    await page.goto(bareUrl);
    await page.waitForFunction(() => 'bench' in globalThis);
    return page.evaluate(
      (asked) => (globalThis as unknown as PageGlobals).bench.readAll(asked),
      kinds,
    );
  });
}
