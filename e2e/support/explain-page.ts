/** Small repositories for the specifications of Explain. */
import type { Page } from '@playwright/test';

export type Files = Readonly<Record<string, string>>;

export const TWO_FILES = {
  'shop/price.js': `/**
 * Sums what the items of an order cost, with the discount of the customer.
 */
export function priceOf(order, customer) {
  return order.items.reduce((sum, item) => sum + item.price, 0) * discountOf(customer);
}

/** Share that a customer pays: loyal customers pay less. */
export function discountOf(customer) {
  return customer.loyal ? 0.9 : 1;
}
`,
  'shop/checkout.js': `import { priceOf } from './price.js';

/** Takes the order, prices it and writes the bill. */
export function checkout(order, customer) {
  const price = priceOf(order, customer);
  return { order, price };
}
`,
} as const;

/** Indexes files as the repository `shop`; opens the page first unless `url` is null. */
export async function indexFiles(page: Page, url: string | null, files: Files): Promise<void> {
  if (url !== null) await page.goto(url);
  await page.evaluate(async (entries) => {
    await window.vectorgit.whenReady();
    const list = entries.map(([path, text]) => {
      const file = new File([text], path.split('/').at(-1) ?? path, { lastModified: text.length });
      Object.defineProperty(file, 'webkitRelativePath', { value: `shop/${path}` });
      return file;
    });
    await window.vectorgit.ingest(list, { name: 'shop' });
  }, Object.entries(files));
}
