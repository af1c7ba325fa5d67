import { type Canary, type Generation, hasCode } from '../domain/api.ts';
import { type CatalogueRecord, checkStore } from '../storage/api.ts';
import type { HealthLog } from './health-log.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

export interface StartCheckPorts {
  readonly shelf: RepositoryShelf;
  readonly log: HealthLog;
  /** For the page to keep. */
  readonly onCanary: (canary: Canary) => void;
}

/** What is needed to mend what the check has found. */
export interface Remembered {
  /** The newest generation that the page remembers. */
  readonly seen: Generation | null;
}

/**
 * Compares a repository with what the page has kept of it, without reading a blob. Loss is told at once; null when there
 * is nothing to mend, or mending is switched off.
 */
export async function checkAtStart(
  record: CatalogueRecord,
  canary: Canary | null,
  { shelf, log, onCanary }: StartCheckPorts,
): Promise<Remembered | null> {
  const { id } = record;
  let check: Awaited<ReturnType<typeof checkStore>>;
  try {
    check = await checkStore((await shelf.get(id)).store, canary);
  } catch (error) {
    // One that cannot be read now, or is of a newer version, says so when it is used; nothing is touched.
    if (hasCode(error, 'index/format-too-new') || hasCode(error, 'worker/outdated')) return null;
    await log.add(id, record.name, {
      severity: 'warning',
      what: 'The index cannot be read',
      why: error instanceof Error ? error.message : String(error),
      done: 'it is tried again at its next use',
      lost: null,
    });
    return null;
  }
  if (check.state === 'whole') {
    if (check.manifest !== null && check.manifest.generation !== canary?.generation) {
      const kept = await shelf.canaryOf(id, check.manifest);
      if (kept !== null) onCanary(kept);
    }
    return null;
  }
  if (check.state === 'wiped' && record.lost !== undefined && record.lost >= check.lost) {
    // Told in an earlier session: it waits for its folder, which may be readable by now.
    return (await shelf.catalogue.settings()).autoHeal ? { seen: record.lost } : null;
  }
  const { autoHeal } = await shelf.catalogue.settings();
  if (check.state === 'wiped') {
    await shelf.catalogue.put({ ...record, lost: check.lost });
    (await shelf.get(id)).store.countFrom(check.lost);
  }
  if (check.state === 'wiped' || check.state === 'rewound') {
    const now = check.state === 'wiped' ? 'nothing' : `generation ${check.manifest.generation}`;
    await log.add(id, record.name, {
      severity: 'loss',
      what: check.state === 'wiped' ? 'The index is gone' : 'The index was set back',
      why: `the page remembers generation ${check.lost}, the browser's database has ${now}`,
      done: autoHeal
        ? 'it is read again from its folder, if the browser still allows that'
        : 'nothing was touched: mending is switched off',
      lost: `generation ${check.lost} with ${canary?.chunks ?? 0} chunks`,
    });
  } else if (!autoHeal) {
    await log.add(id, record.name, {
      severity: 'warning',
      what: check.state === 'head-damaged' ? 'HEAD is damaged' : 'Parts of the index are missing',
      why: 'found at the start',
      done: 'nothing was touched: mending is switched off',
      lost: null,
    });
  }
  return autoHeal ? { seen: canary?.generation ?? null } : null;
}
