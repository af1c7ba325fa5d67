/** Code that runs in the engine's worker before the engine, put there by the server: faults of its world. */
import type { Page } from '@playwright/test';
import type { StaticServer } from '../support/static-server.ts';

const CHANNEL = 'faults';

/** `on` maps a word to a statement; the page says the word by `tellEngine`, with `value` as data. */
export function preludeEngine(
  site: StaticServer,
  setUp: string,
  on: Readonly<Record<string, string>>,
): void {
  const cases = Object.entries(on)
    .map(([word, statement]) => `if (word === ${JSON.stringify(word)}) { ${statement} }`)
    .join('\n');
  const prelude = `${setUp}
const faults = new BroadcastChannel('${CHANNEL}');
faults.onmessage = ({ data: { word, value } }) => {
${cases}
if (word !== 'heard') faults.postMessage({ word: 'heard' });
};
`;
  site.rewrite((path, content) =>
    /\/engine\.worker-[^/]+\.js$/.test(path) ? prelude + content : content,
  );
}

/** Resolves when the engine has heard it, or at once where it cannot answer any more (`answers` false). */
export function tellEngine(
  page: Page,
  word: string,
  value: unknown = null,
  answers = true,
): Promise<void> {
  return page.evaluate(
    ({ channel, word, value, answers }) =>
      new Promise<void>((resolve) => {
        const faults = new BroadcastChannel(channel);
        faults.onmessage = () => {
          faults.close();
          resolve();
        };
        faults.postMessage({ word, value });
        if (!answers) resolve();
      }),
    { channel: CHANNEL, word, value, answers },
  );
}
