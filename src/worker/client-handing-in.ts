import type { IngestInput } from './client.ts';
import { archiveAmong, commonRoot, entriesOfFiles, packAmong } from './client-files.ts';
import type { EntryDirectory, IngestSource, StagedFacts } from './protocol-source.ts';

/**
 * Names, sizes and times of so many files are told at once. To learn a file's size and time the browser asks the file
 * system while the page waits, .3 ms a file: that is what a folder costs that is given again, and this many keep the
 * page's tasks under 50 ms, two batches being one task at the most. The `File`s follow one by one when the engine opens them.
 */
const FILES_PER_MESSAGE = 70;
/** Sent before the first of them is answered: the engine's answer to each batch is not waited for, on a busy machine. */
const MESSAGES_IN_FLIGHT = 2;

/** What was handed in, as the engine is told of it. */
export interface HandedIn {
  readonly source: IngestSource;
  /** Through which the engine asks for the files themselves; null where it needs none of the page. */
  readonly entries: EntryDirectory | null;
}

/** Tells the engine of one batch of files; the same `stagingId` for all of one input. */
export type StageFiles = (
  stagingId: string,
  name: string,
  batch: readonly StagedFacts[],
) => Promise<null>;

let stagings = 0;

/**
 * Finds out what it is (a pack, an archive, files), and has the engine told of files. `letSearchesPass` is waited for before
 * each batch, which holds the page for some 20 ms.
 */
export async function handIn(
  input: IngestInput,
  stageFiles: StageFiles,
  letSearchesPass: () => Promise<void>,
): Promise<HandedIn> {
  if (input.kind === 'entries') {
    return { source: { kind: 'entries', name: input.name }, entries: input.root };
  }
  if (input.kind === 'directory') return { source: input, entries: null };
  const pack = await packAmong(input.kind === 'files' ? input.files : [input.file]);
  if (pack !== null) return { source: { kind: 'pack', file: pack }, entries: null };
  if (input.kind !== 'files') return { source: input, entries: null };
  const archive = archiveAmong(input.files);
  if (archive !== null) return { source: { kind: 'archive', file: archive }, entries: null };
  const { name, files } = commonRoot(input.files);
  const stagingId = String(++stagings);
  const sent: Promise<null>[] = [];
  for (let start = 0; start < files.length; start += FILES_PER_MESSAGE) {
    await letSearchesPass();
    const batch = files.slice(start, start + FILES_PER_MESSAGE).map(({ path, file }) => ({
      path,
      bytes: file.size,
      lastModified: file.lastModified,
    }));
    const answer = stageFiles(stagingId, name, batch);
    answer.catch(() => undefined); // told when its turn comes
    sent.push(answer);
    if (sent.length >= MESSAGES_IN_FLIGHT) await sent.shift();
  }
  await Promise.all(sent);
  return { source: { kind: 'staged', name, stagingId }, entries: entriesOfFiles(files) };
}
