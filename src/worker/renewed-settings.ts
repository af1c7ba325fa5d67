import type { IngestSettings } from '../domain/api.ts';

/** What the request says goes over what was kept; files included anyway are added to those of before. */
export function renewedSettings(
  kept: IngestSettings,
  asked: Partial<IngestSettings>,
): IngestSettings {
  const includeAnyway = [...new Set([...kept.includeAnyway, ...(asked.includeAnyway ?? [])])];
  return { ...kept, ...asked, includeAnyway };
}
