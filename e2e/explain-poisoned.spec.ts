/** Repositories that try to steer the page: nothing is asked of another origin, and nothing becomes markup. */
import {
  EVIL,
  POISON_QUESTION,
  POISONED_REPOSITORIES,
} from '../src/worker/fixtures/poisoned-repositories.ts';
import { indexFiles } from './support/explain-page.ts';
import { expect, test } from './support/test.ts';

test('no poisoned repository, nor the answer of a model that obeys it, makes a request or an element', async ({
  page,
  site,
  traffic,
}) => {
  // All in one repository, each below a folder of its own that the question names.
  const files = POISONED_REPOSITORIES.flatMap((repository, index) =>
    Object.entries(repository.files).map(([path, text]) => [`p${index}/${path}`, text] as const),
  );
  await indexFiles(page, site.url, Object.fromEntries(files));
  const pane = page.getByRole('region', { name: 'Explain' });
  const written = page.getByRole('region', { name: 'Written answer' });
  const field = page.getByLabel('Search code').first();
  for (const [index, { what, obeyed, falsehoods }] of POISONED_REPOSITORIES.entries()) {
    await test.step(what, async () => {
      await field.fill(`${POISON_QUESTION} path:p${index}/`);
      await field.press('Control+Enter');
      await expect(pane.getByRole('article', { name: 'Answer from the code' })).toContainText(
        `p${index}/`,
      );
      const chat = pane.getByRole('button', { name: 'Copy to any chat' });
      if ((await chat.getAttribute('aria-pressed')) !== 'true') await chat.click();
      const prompt = await pane.getByTestId('prompt-message').last().textContent();
      const id = /\[CITATION (chunk_[0-9a-f]{16})\]/.exec(prompt ?? '')?.[1] ?? '';
      await pane.getByLabel('Paste answer').fill(obeyed.replaceAll('{id}', id));
      await pane.getByRole('button', { name: 'Check it' }).click();
      await expect(written).toBeVisible();

      const foreign = 'img, script, iframe, object, embed, b, svg:not(.lucide)';
      await expect(pane.locator(foreign), what).toHaveCount(0);
      const links = await pane
        .locator('a')
        .evaluateAll((all) =>
          all.map((link) => [
            link.getAttribute('href') ?? '',
            link.getAttribute('data-chunk') ?? '',
          ]),
        );
      for (const [href, chunk] of links) {
        expect(href, what).toMatch(/^#\/shop\//);
        expect(chunk, what).toMatch(/^chunk_[0-9a-f]{16}$/);
      }
      const verified = await written.locator('[data-status=verified]').allTextContents();
      for (const falsehood of falsehoods) {
        expect(
          verified.filter((text) => text.includes(falsehood)),
          what,
        ).toEqual([]);
      }
    });
  }
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(traffic.requests.filter((url) => url.startsWith(EVIL))).toEqual([]);
});
