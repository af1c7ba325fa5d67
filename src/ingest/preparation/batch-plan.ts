import type { ListedFile } from '../../repository/api.ts';

/**
 * Which files become one segment: neighbours in the order of their paths, about 2,000 chunks' worth (1,100 bytes each).
 * Told by sizes alone; a kill loses the batches under way.
 */
const BATCH: Limits = { bytes: 2_200_000, files: 2_000 };
/** The first one is small: a person can search while the rest is read. */
const FIRST_BATCH: Limits = { bytes: 330_000, files: 128 };

interface Limits {
  readonly bytes: number;
  readonly files: number;
}

/** Runs of the files in their order; together they are all of them. `workers`: how many batches are prepared at once. */
export function* batchesOf(
  files: readonly ListedFile[],
  { hasFirst, workers }: { readonly hasFirst: boolean; readonly workers: number },
): Generator<readonly ListedFile[]> {
  const rest = evenly(files, hasFirst, workers);
  let limits = hasFirst ? FIRST_BATCH : rest;
  let batch: ListedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    batch.push(file);
    bytes += file.bytes;
    if (bytes < limits.bytes && batch.length < limits.files) continue;
    yield batch;
    limits = rest;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** As many batches for each worker, so that at the end none is idle while another has a whole batch to do. */
function evenly(files: readonly ListedFile[], hasFirst: boolean, workers: number): Limits {
  let total = hasFirst ? -FIRST_BATCH.bytes : 0;
  for (const { bytes } of files) total += bytes;
  if (total <= BATCH.bytes) return BATCH;
  const rounds = Math.ceil(total / BATCH.bytes / workers);
  return { ...BATCH, bytes: Math.ceil(total / (rounds * workers)) };
}
