import type { ListedFile } from '../../repository/api.ts';

/**
 * Which files become one segment: neighbours in the order of their paths, about 2,000 chunks' worth (1,100 bytes each).
 * Told by sizes alone, so that it does not depend on who cuts which of them when; a kill loses the batches under way.
 */
const BATCH: Limits = { bytes: 2_200_000, files: 2_000 };
/** The first one is small: a person can search while the rest is read. */
const FIRST_BATCH: Limits = { bytes: 330_000, files: 128 };

interface Limits {
  readonly bytes: number;
  readonly files: number;
}

/** Runs of the files in their order; together they are all of them. */
export function* batchesOf(
  files: readonly ListedFile[],
  hasFirst: boolean,
): Generator<readonly ListedFile[]> {
  let limits = hasFirst ? FIRST_BATCH : BATCH;
  let batch: ListedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    batch.push(file);
    bytes += file.bytes;
    if (bytes < limits.bytes && batch.length < limits.files) continue;
    yield batch;
    limits = BATCH;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
