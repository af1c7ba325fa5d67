/*
 * Reads a .zip: the central directory at once, each entry's content only when it is opened. The directory's sizes are counted
 * against the limits before anything is inflated, and an entry that inflates to more than it declared is stopped there, so the
 * sum of what is ever inflated at once is bounded by what was counted. zip.js runs in the calling worker (its own ones off) with the
 * platform's inflater (the build without workers and wasm: 62 kB minified instead of 98); its own name checks are off because an unsafe name must cost that entry, not the archive.
 */
import { type Entry, type FileEntry, ZipReader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { VectorGitError } from '../../domain/api.ts';
import { type OpenedFile, openedBytes } from '../directory.ts';
import { type ArchiveContent, linkDetail } from './archive-content.ts';
import { type ArchiveLimits, archiveMeter, invalidArchive } from './archive-limits.ts';
import { archivePath } from './archive-path.ts';
import { WindowReader } from './window-reader.ts';

/** Errors: `repository/archive-invalid`, `repository/archive-limit`. */
export async function readZip(file: Blob, limits: ArchiveLimits): Promise<ArchiveContent> {
  const content: ArchiveContent = { files: [], skipped: [] };
  const meter = archiveMeter(file.size, limits);
  const reader = new ZipReader(new WindowReader(file), { useWebWorkers: false });
  try {
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
      meter.countEntry();
      if (entry.directory) continue;
      // An encrypted or unsafe entry is never inflated, so its size does not count.
      if (addEntry(content, entry)) meter.countBytes(entry.uncompressedSize);
    }
  } catch (error) {
    if (error instanceof VectorGitError) throw error;
    throw invalidArchive('its directory is damaged or missing', error);
  }
  return content;
}

/** Files the entry under files or skipped; true when it can be opened later. */
function addEntry(content: ArchiveContent, entry: FileEntry): boolean {
  const bytes = entry.uncompressedSize;
  const place = archivePath(entry.filename);
  if ('unsafe' in place) {
    const detail = place.unsafe;
    content.skipped.push({ path: entry.filename, bytes, files: 1, reason: 'unsafe-path', detail });
    return false;
  }
  const { path } = place;
  if (entry.encrypted) {
    const detail = 'the entry needs a password';
    content.skipped.push({ path, bytes, files: 1, reason: 'encrypted', detail });
    return false;
  }
  if (entry.symlink) {
    const detail = linkDetail('');
    content.skipped.push({ path, bytes, files: 1, reason: 'unsafe-path', detail });
    return false;
  }
  content.files.push({
    path,
    bytes,
    lastModified: entry.lastModDate.getTime(),
    open: () => inflate(entry, bytes),
  });
  return true;
}

async function inflate(
  entry: Extract<Entry, { directory: false }>,
  declared: number,
): Promise<OpenedFile> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let inflated = 0;
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(part) {
      inflated += part.length;
      if (inflated > declared)
        throw new Error(`it inflates to more than the declared ${declared} bytes`);
      parts.push(part);
    },
  });
  try {
    await entry.getData(sink, {
      useWebWorkers: false,
      checkOverlappingEntry: true,
      checkCrc32: true,
    });
  } catch (error) {
    // The sink's own error says more than the pipe's.
    if (inflated > declared) {
      throw new Error(`it inflates to more than the declared ${declared} bytes`, { cause: error });
    }
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Error(`the archive's entry is damaged (${why})`, { cause: error });
  }
  if (inflated !== declared) {
    throw new Error(`the archive's entry is damaged (${inflated} of ${declared} bytes)`);
  }
  const bytes = new Uint8Array(inflated);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return openedBytes(bytes.buffer);
}
