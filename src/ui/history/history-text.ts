/** What generations and their differences mean, in words. */
import type { FileChange, GenerationSummary } from '../../domain/api.ts';
import { plural } from '../app/quantity.ts';

/** `3 files added, 1 changed`: what a generation is, as the subject of a commit. */
export function changeText({ changes, restoredFrom, parent }: GenerationSummary): string {
  if (restoredFrom !== null) return `Rolled back to generation ${restoredFrom}`;
  const { filesAdded, filesChanged, filesRemoved } = changes;
  const parts = [
    filesAdded > 0 ? `${plural(filesAdded, 'file')} added` : null,
    filesChanged > 0 ? `${plural(filesChanged, 'file')} changed` : null,
    filesRemoved > 0 ? `${plural(filesRemoved, 'file')} removed` : null,
  ].filter((part) => part !== null);
  if (parts.length > 0) return firstOnly(parts);
  return parent === 0 ? 'Nothing to index' : 'Vectors made, no file changed';
}

/** `3 files added, 1 changed`: the noun is said once. */
function firstOnly(parts: readonly string[]): string {
  return parts
    .map((part, index) => (index === 0 ? part : part.replace(/ files? /, ' ')))
    .join(', ');
}

/** What rolling back from the current generation to another does to the index; `changes` from current to there. */
export function consequenceText(changes: readonly FileChange[]): string {
  const count = (change: FileChange['change']) =>
    changes.filter((entry) => entry.change === change).length;
  const parts = [
    [count('changed'), 'goes back to how it was', 'go back to how they were'],
    [count('added'), 'comes back', 'come back'],
    [count('removed'), 'that came later leaves', 'that came later leave'],
  ] as const;
  const said = parts
    .filter(([files]) => files > 0)
    .map(([files, one, many]) => `${plural(files, 'file')} ${files === 1 ? one : many}`);
  return said.length === 0 ? 'No file differs; only vectors may.' : `${said.join(', ')}.`;
}

/** `4 → 6 chunks`. */
export function chunkText({ change, chunksBefore, chunksAfter }: FileChange): string {
  if (change === 'added') return plural(chunksAfter, 'chunk');
  if (change === 'removed') return plural(chunksBefore, 'chunk');
  if (chunksBefore === chunksAfter) return plural(chunksAfter, 'chunk');
  return `${chunksBefore} → ${plural(chunksAfter, 'chunk')}`;
}
