/** The list of models on the storage page, over a repository of two files. */
import type { Locator, Page } from '@playwright/test';

export const SOURCES = {
  'walk.ts': 'export function walkTree(tree: Tree) {\n  for (const node of tree) visit(node);\n}\n',
  'socket.ts': 'export function openSocket(port: number) {\n  return connect(port);\n}\n',
} as const;

/** Indexes two files and opens the list of models, whose items it returns. */
export async function openModels(page: Page, url: string): Promise<Locator> {
  await page.goto(url);
  await page.evaluate(async (sources) => {
    const { vectorgit } = window;
    await vectorgit.whenReady();
    await vectorgit.ingest(
      Object.entries(sources).map(([name, text]) => new File([text], name)),
      { name: 'sources' },
    );
  }, SOURCES);
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'Change the model' }).click();
  return page.getByRole('list', { name: 'Models' }).getByRole('listitem');
}

/** Name of the model whose vectors the repository has. */
export function modelOf(page: Page): Promise<string | null> {
  return page.evaluate(async () => (await window.vectorgit.repositories())[0]?.model ?? null);
}
