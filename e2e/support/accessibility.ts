/** WCAG 2.2 AA as far as axe can see it. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a theme can break; the rest is the same in both. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Violations in the dark theme and the light one as `theme: rule at element`, so that a failure can be read. */
export async function violations(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  // What lies over the page is looked at by itself: what is under it was looked at before.
  const over: string[] = [];
  for (const selector of ['dialog[open]', ':popover-open']) {
    if ((await page.locator(selector).count()) > 0) over.push(selector);
  }
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    // Legacy mode: no page of its own to put the results together, which takes a second each time.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    for (const selector of over) axe.include(selector);
    const rules = colorScheme === 'light' ? axe.withTags(STANDARD) : axe.withRules(COLOURS);
    for (const { id, nodes } of (await rules.analyze()).violations) {
      for (const { target, failureSummary } of nodes) {
        found.push(`${colorScheme}: ${id} at ${target} ${failureSummary}`);
      }
    }
  }
  return found;
}
