/** Explain with a text-generation model from a folder: a real decoder, made here, run in a worker of the page. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  type SmallTextModel,
  smallTextModelFiles,
} from '../src/embedding/fixtures/small-text-model.ts';
import { smallTransformerFiles } from '../src/embedding/fixtures/small-transformer.ts';
import { indexFiles, TWO_FILES } from './support/explain-page.ts';
import { expect, test } from './support/test.ts';

test('a model from a folder answers in the page, its claims are checked, and it is there after a reload', async ({
  page,
  site,
  traffic,
}) => {
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await openWay(page);
  const id = await pane.getByTestId('citation').first().getAttribute('data-chunk');
  const answer = `## Answer\n- \`priceOf\` sums the items of an order – größtenteils « ohne » 税 💶 [CITATION ${id}].\n`;
  const before = traffic.requests.length;
  await give(page, 'reciter', { answer });
  await expect(pane.getByText('reciter is loaded; its prompt may have 6,992 tokens')).toBeVisible();
  await expect(pane.getByTestId('prompt-message')).toHaveCount(2);
  await pane.getByRole('button', { name: 'Ask reciter' }).click();
  const written = page.getByRole('region', { name: 'Written answer' });
  await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
  await expect(written).toContainText('Written by reciter');
  await expect(written).toContainText('größtenteils « ohne » 税 💶');
  await expect(written.getByTestId('citation')).toHaveText(/price\.js:/);
  // The library and its runtime come from the build; of the model nothing is asked of anybody. (The service worker
  // keeps the build meanwhile, with its own model for vectors.)
  const asked = traffic.requests.slice(before).filter((url) => !url.startsWith('blob:'));
  expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
  expect(asked.filter((url) => /reciter|decoder|generation_config/.test(url))).toEqual([]);

  await page.reload();
  await openWay(page);
  await pane.getByRole('button', { name: 'Use reciter' }).click();
  await pane.getByRole('button', { name: 'Ask reciter' }).click();
  await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
  await pane.getByRole('button', { name: 'Remove reciter' }).click();
  await expect(pane.getByRole('list', { name: 'Kept text models' })).toHaveCount(0);

  // An answer with faults is given back to the model once, and the better one is kept.
  await give(page, 'guesser', { answer: 'Prices are rounded, I am sure.\n' });
  await pane.getByRole('button', { name: 'Ask guesser' }).click();
  await expect(written).toContainText('Each claim was compared with the code it cites');
  await expect(written.getByTestId('valid-share')).toContainText('0 of 1 claim verified');
});

test('its words stream, it can be stopped between two of them, and asked again', async ({
  page,
  site,
}) => {
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await openWay(page);
  // Each word takes so long that the answer never ends by itself within this test.
  await give(page, 'endless', { answer: 'on and on it goes ', endless: true, ballast: 1_024 });
  for (const _round of [1, 2]) {
    await pane.getByRole('button', { name: 'Ask endless' }).click();
    const written = page.getByRole('region', { name: 'Written answer' });
    await expect(written).toContainText('on and');
    await expect(written).toContainText('Writing …');
    await written.getByRole('button', { name: 'Stop' }).click();
    await expect(written).toContainText('Stopped; what had come is below');
    await expect(written).toContainText('on and');
    // The page itself never waited for it.
    await expect(pane.getByRole('button', { name: 'Ask endless' })).toBeEnabled();
  }
});

test('what is wrong with a model is told apart, and another folder mends it', async ({
  page,
  site,
}) => {
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await openWay(page);
  const failure = pane.getByRole('alert');
  await giveFiles(page, 'bert', smallTransformerFiles());
  await expect(failure).toHaveAttribute('data-kind', 'not-a-text-model');

  const halved = smallTextModelFiles();
  halved.delete('tokenizer.json');
  await giveFiles(page, 'halved', halved);
  await expect(failure).toHaveAttribute('data-kind', 'file-missing');
  await expect(failure).toContainText('tokenizer.json');

  const torn = smallTextModelFiles();
  torn.set('onnx/model.onnx', (torn.get('onnx/model.onnx') ?? new Uint8Array()).slice(0, 5_000));
  await giveFiles(page, 'torn', torn);
  await expect(failure).toHaveAttribute('data-kind', 'model-failed');

  // A token a byte: the prompt is longer than was estimated.
  await give(page, 'narrow', { positions: 1_500 });
  await pane.getByRole('button', { name: 'Ask narrow' }).click();
  await expect(failure).toHaveAttribute('data-kind', 'context-too-long');
  await expect(failure).toContainText('window 1500');

  await give(page, 'hungry', { hunger: 32_760 });
  await pane.getByRole('button', { name: 'Ask hungry' }).click();
  await expect(failure).toHaveAttribute('data-kind', 'out-of-memory');

  await give(page, 'sound', { answer: 'It is said in the code.\n' });
  await pane.getByRole('button', { name: 'Ask sound' }).click();
  await expect(page.getByRole('region', { name: 'Written answer' })).toContainText(
    'It is said in the code.',
  );
  await expect(failure).toHaveCount(0);
});

async function openWay(page: Page) {
  await page.getByLabel('Search code').first().fill('how are orders priced');
  await page.getByRole('button', { name: 'Explain' }).first().click();
  const pane = page.getByRole('region', { name: 'Explain' });
  await pane.getByRole('button', { name: 'A model from a folder' }).click();
  return pane;
}

async function give(page: Page, name: string, model: SmallTextModel) {
  await giveFiles(page, name, smallTextModelFiles(model));
  await expect(page.getByRole('button', { name: `Ask ${name}` })).toBeVisible();
}

/** As a person does: a folder of files, in the folder chooser. */
async function giveFiles(page: Page, name: string, files: ReadonlyMap<string, Uint8Array>) {
  const folder = test.info().outputPath(name);
  for (const [path, bytes] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  await page.getByLabel('Folder of a text model').setInputFiles(folder);
}
