import type { IngestSettings, SourceFile } from '../../domain/api.ts';
import type { FileRow } from '../../index/api.ts';
import { type Directory, listRepository, readSourceFile } from '../../repository/api.ts';

/** Files of the repository's source, for texts that are damaged in the store. */
export interface SourceTexts {
  /** Only files whose bytes have the hash of the row. */
  read(rows: readonly FileRow[]): Promise<ReadonlyMap<string, SourceFile>>;
}

/** Walks the source once, at the first call. */
export function sourceTexts(
  root: Directory,
  settings: IngestSettings,
  browserHidesTilde: boolean,
  signal: AbortSignal,
): SourceTexts {
  let listing: Promise<Map<string, () => Promise<SourceFile | null>>> | null = null;
  const list = async () => {
    const files = new Map<string, () => Promise<SourceFile | null>>();
    for await (const event of listRepository(root, { settings, signal, browserHidesTilde })) {
      if (event.kind !== 'file') continue;
      files.set(event.file.path, async () => {
        const outcome = await readSourceFile(event.file, settings);
        return outcome.kind === 'source' ? outcome.file : null;
      });
    }
    return files;
  };
  return {
    async read(rows) {
      listing ??= list();
      const files = await listing;
      const found = new Map<string, SourceFile>();
      for (const { path, contentHash } of rows) {
        const file = await files.get(path)?.();
        if (file != null && file.contentHash === contentHash) found.set(path, file);
      }
      return found;
    },
  };
}
