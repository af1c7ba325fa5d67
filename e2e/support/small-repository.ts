import { expect, type Page } from '@playwright/test';

/** Opens the page with a repository of the files given, and waits until its vectors are there. */
export async function openSmallRepository(
  page: Page,
  url: string,
  files: Readonly<Record<string, string>> = SMALL_FILES,
): Promise<void> {
  await page.goto(url);
  await page.evaluate(async (texts) => {
    await window.vectorgit.whenReady();
    const list = Object.entries(texts).map(([name, text]) => new File([text], name));
    await window.vectorgit.ingest(list, { name: 'small' });
  }, files);
  await expect(page.getByRole('heading', { name: 'Languages' })).toBeVisible();
}

const SMALL_FILES = {
  'config.ts': 'export function parseConfig(text: string) {\n  return JSON.parse(text);\n}\n',
  'code.ts': 'export function parseCode(text: string) {\n  return text.split("\\n");\n}\n',
  'notes.md': '# How to parse\n\nRead the config first.\n',
};
