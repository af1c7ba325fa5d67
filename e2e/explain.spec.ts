/** Explain without a model: the answer from the code, its citations, keyboard, keeping and checking again. */
import type { Page } from '@playwright/test';
import { violations } from './support/accessibility.ts';
import { indexFiles, TWO_FILES } from './support/explain-page.ts';
import { expect, test } from './support/test.ts';

test('a question is answered from the code by keyboard alone, each citation leads to its lines, and scripts get the same', async ({
  page,
  site,
}) => {
  await indexFiles(page, site.url, TWO_FILES);
  const field = page.getByLabel('Search code').first();
  await field.fill('how are orders priced');
  await expect(page.getByTestId('hit').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('e');
  const pane = page.getByRole('region', { name: 'Explain' });
  await expect(pane.getByText('The code answers this')).toBeVisible();
  const citation = pane.getByTestId('citation').first();
  await expect(citation).toHaveText(/price\.js:\d+/);
  await expect(pane.locator('[data-status=unverified]')).toHaveCount(0);
  await citation.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/price\.js:L\d+/);
  await expect(page.getByText('return order.items').last()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pane).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expect(field).toHaveValue('how are orders priced');

  // What the index does not answer is refused.
  await ask(page, 'how does the Kubernetes cluster schedule pods');
  await expect(pane.getByText('The index does not answer this')).toBeVisible();
  await expect(pane.getByText('no chunk holds the word').first()).toBeVisible();

  // Scripts get both as data.
  const [answer, refusal] = await page.evaluate(async () => {
    const { vectorgit } = window;
    const [shop] = await vectorgit.repositories();
    if (shop === undefined) throw new Error('no repository');
    // One after the other: a newer question takes the place of one that is not answered yet.
    const answered = await vectorgit.explain(shop.id, 'how are orders priced');
    const refused = await vectorgit.explain(
      shop.id,
      'how does the Kubernetes cluster schedule pods',
    );
    return [answered, refused] as const;
  });
  expect(answer).toMatchObject({ question: 'how are orders priced', verdict: 'answered' });
  expect(answer.statements.length).toBeGreaterThan(1);
  expect(answer.statements.every(({ verified }) => verified)).toBe(true);
  expect(answer.statements[0]?.citations[0]).toMatchObject({ path: 'shop/price.js' });
  expect(answer.markdown).toContain(`[CITATION ${answer.statements[0]?.citations[0]?.chunkId}`);
  expect(refusal.verdict).toBe('refused');
  expect(refusal.missing.join(' ')).toContain('no chunk holds the word');
});

test('a kept answer is shown as it was, with links to what it cites, and is checked again: moved, gone', async ({
  page,
  site,
}) => {
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await ask(page, 'how are orders priced');
  const shown = await pane.getByRole('article', { name: 'Answer from the code' }).textContent();
  await pane.getByRole('button', { name: 'Keep this answer' }).click();
  await page.reload();
  const kept = page.getByRole('region', { name: 'Kept answers' });
  await kept.locator('summary').click();
  const again = kept.getByRole('article', { name: 'Kept answer: how are orders priced' });
  expect(await again.textContent()).toBe(shown);
  await expect(again.locator('[data-status=unverified]')).toHaveCount(0);
  await again.getByTestId('citation').first().click();
  await expect(page).toHaveURL(/price\.js:L\d+/);

  await indexFiles(page, null, {
    ...TWO_FILES,
    'shop/price.js': `// moved down\n\n${TWO_FILES['shop/price.js']}`,
  });
  await kept.getByRole('button', { name: 'Re-check' }).click();
  await expect(kept.locator('[data-testid=fate][data-fate=moved]').first()).toContainText(
    'price.js',
  );
  await indexFiles(page, null, { 'shop/other.js': 'export const other = 1;' });
  await kept.getByRole('button', { name: 'Re-check' }).click();
  await expect(kept.locator('[data-testid=fate][data-fate=gone]').first()).toBeVisible();
});

test('a reload, Back and Forward bring the question and its answer back', async ({
  page,
  site,
}) => {
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await ask(page, 'how are orders priced');
  await expect(pane.getByTestId('citation').first()).toHaveText(/price\.js/);
  await expect(page).toHaveURL(/explain=how\+are\+orders\+priced/);
  const id = await pane.getByTestId('citation').first().getAttribute('data-chunk');
  await pane.getByRole('button', { name: 'Copy to any chat' }).click();
  await pane.getByLabel('Paste answer').fill(`\`priceOf\` sums items [CITATION ${id}].`);
  await pane.getByRole('button', { name: 'Check it' }).click();
  const written = page.getByRole('region', { name: 'Written answer' });
  await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
  const question = pane.getByLabel('Question about the code');
  await question.fill('what does discountOf do');
  await question.press('Enter');
  await expect(pane.getByRole('article', { name: 'Answer from the code' })).toContainText('loyal');
  await page.goBack();
  // Also the answer that was pasted.
  await expect(question).toHaveValue('how are orders priced');
  await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
  await page.goBack();
  await expect(pane).toBeHidden();
  await page.goForward();
  await page.goForward();
  await expect(question).toHaveValue('what does discountOf do');
  await page.reload();
  await expect(question).toHaveValue('what does discountOf do');
  await expect(pane.getByRole('article', { name: 'Answer from the code' })).toContainText('loyal');
});

test('a window made wider while Explain is open stays where it was, and nothing of it is cut', async ({
  page,
  site,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 320, height: 700 });
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await ask(page, 'how are orders priced');
  await pane.getByRole('button', { name: 'Copy to any chat' }).click();
  await pane.getByText('What will be sent to').click();
  // Each of its marks has words that only a screen reader hears.
  await pane.getByLabel('Paste answer').fill('- Nothing.\n'.repeat(20));
  await pane.getByRole('button', { name: 'Check it' }).click();
  await expect(page.getByRole('region', { name: 'Written answer' })).toBeVisible();
  const scrolled = () =>
    page.evaluate(() => {
      const { documentElement, body } = document;
      return {
        root: documentElement.scrollTop,
        body: body.scrollTop,
        beyond: Math.max(documentElement.scrollHeight, body.scrollHeight) - innerHeight,
      };
    });
  for (const width of [320, 1440, 320, 900]) {
    await page.setViewportSize({ width, height: 700 });
    await expect(pane.getByRole('article', { name: 'Answer from the code' })).toBeVisible();
    await page.evaluate(() => {
      const last = [...document.querySelectorAll('.visually-hidden')].at(-1);
      last?.scrollIntoView();
      document.getElementById('explain')?.focus();
    });
    expect(await scrolled(), `at ${width}`).toEqual({ root: 0, body: 0, beyond: 0 });
  }
});

test('a pasted answer is checked, and nothing in it is ever markup', async ({
  page,
  site,
  traffic,
}) => {
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await ask(page, 'how are orders priced');
  const id = await pane.getByTestId('citation').first().getAttribute('data-chunk');
  await pane.getByRole('button', { name: 'Copy to any chat' }).click();
  await expect(pane.getByTestId('budget')).toContainText('tokens');
  await pane
    .getByLabel('Paste answer')
    .fill(
      [
        `\`priceOf\` sums the items of an order [CITATION ${id}].`,
        'It charges a fee [CITATION chunk_ffffffffffffffff].',
        '<img src="http://evil.invalid/a"><script>window.ran = 1</script> ![x](http://evil.invalid/b)',
        '[click](http://evil.invalid/c) \u202edesrever',
      ].join('\n\n'),
    );
  await pane.getByRole('button', { name: 'Check it' }).click();
  const written = page.getByRole('region', { name: 'Written answer' });
  await expect(written.getByTestId('valid-share')).toContainText('1 of 4 claims verified');
  await expect(written.locator('img, script, iframe')).toHaveCount(0);
  await expect(written.locator('a')).toHaveCount(1);
  await expect(written.getByTestId('broken-citation')).toHaveText('chunk_ffffffffffffffff');
  await expect(written.getByText('‹U+202E›')).toBeVisible();
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(traffic.requests.filter((url) => url.includes('evil'))).toEqual([]);
});

async function ask(page: Page, question: string) {
  await page.getByLabel('Search code').first().fill(question);
  const explain = page.getByRole('button', { name: 'Explain' });
  await explain.first().click();
  const pane = page.getByRole('region', { name: 'Explain' });
  await expect(pane.getByRole('heading', { level: 2 }).first()).toBeVisible();
  return pane;
}

test('the model of the browser is offered where there is one, and its answer is checked', async ({
  page,
  site,
}) => {
  await page.addInitScript(() => {
    const asked: unknown[] = [];
    Object.assign(window, {
      asked,
      LanguageModel: {
        availability: async () => 'available',
        create: async (options: object) => ({
          async *promptStreaming(input: string) {
            asked.push(options, input);
            const id = /\[CITATION (chunk_[0-9a-f]{16})\] shop\/price\.js/.exec(input)?.[1];
            for (const piece of ['## Answer\n- `pri', `ceOf\` sums items [CITATION ${id}`, '].'])
              yield piece;
          },
          destroy: () => undefined,
        }),
      },
    });
  });
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await ask(page, 'how are orders priced');
  await pane.getByRole('button', { name: 'This browser’s model', exact: true }).click();
  await pane.getByRole('button', { name: 'Ask this browser’s model' }).click();
  const written = page.getByRole('region', { name: 'Written answer' });
  await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
  expect(await page.evaluate(() => JSON.stringify(Reflect.get(window, 'asked')))).toContain(
    'First judge whether the chunks answer',
  );
});

test('no state of Explain breaks a rule of WCAG 2.2 AA, in either theme', async ({
  page,
  site,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await indexFiles(page, site.url, TWO_FILES);
  const pane = await ask(page, 'how are orders priced with `taxOf`');
  await pane.getByRole('button', { name: 'Keep this answer' }).click();
  await pane.getByRole('button', { name: 'A server on this machine' }).click();
  await pane.getByLabel('Address').fill('http://192.168.0.9');
  await pane.getByRole('button', { name: 'Connect' }).click();
  await expect(pane.getByRole('alert')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pane.getByRole('button', { name: 'A model from a folder' }).click();
  await expect(pane.getByRole('button', { name: 'Choose a model’s folder' })).toBeEnabled();
  expect(await violations(page)).toEqual([]);
  await pane.getByRole('button', { name: 'Copy to any chat' }).click();
  await pane.getByText('What will be sent to').click();
  await pane
    .getByLabel('Paste answer')
    .fill('## Answer\n- Not cited.\n- `nothing` [CITATION chunk_1].\n```\nx\n```');
  await pane.getByRole('button', { name: 'Check it' }).click();
  await expect(page.getByRole('region', { name: 'Written answer' })).toBeVisible();
  await pane.getByRole('region', { name: 'Kept answers' }).locator('summary').click();
  await pane.getByRole('button', { name: 'Re-check' }).click();
  await expect(pane.getByTestId('fate').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  await expect(pane).toBeVisible();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    'no scrolling sideways',
  ).toBe(true);
});
