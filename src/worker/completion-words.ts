import type { RepositoryId } from '../domain/api.ts';
import type { CompletionWords } from '../search/api.ts';
import type { KeptGeneration } from '../storage/api.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

/** What a query is completed with that no snapshot holds; read only where one of it is being typed. */
export async function completionWords(
  id: RepositoryId,
  typed: string,
  shelf: RepositoryShelf,
): Promise<CompletionWords> {
  const records = /\brepo\w*:\S*$/i.test(typed) ? await shelf.catalogue.list() : [];
  const isGeneration = /\b(?:changed|since):\S*$/i.test(typed);
  const kept = isGeneration ? await (await shelf.get(id)).store.generations() : [];
  return {
    repositories: records.map(({ name }) => name),
    generations: kept
      .slice(1)
      .map((one) => ({ generation: one.generation, detail: detailOf(one) })),
  };
}

function detailOf({ label, manifest }: KeptGeneration): string {
  if (label !== null) return label;
  if (manifest === null) return 'damaged';
  if (manifest.restoredFrom !== null) return `went back to ${manifest.restoredFrom}`;
  const { filesAdded, filesChanged, filesRemoved } = manifest.changes;
  const files = filesAdded + filesChanged + filesRemoved;
  if (files === 0) return 'no file changed';
  return `${files} ${files === 1 ? 'file' : 'files'} changed`;
}
