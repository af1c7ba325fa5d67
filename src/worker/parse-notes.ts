import type { ParseNote, RepositoryId } from '../domain/api.ts';

/** Of one repository: beyond it a list is not read by anybody. */
const MOST_FILES = 5_000;

/** What the chunker told of files since the engine started. Kept in memory alone: a file that is cut again tells again. */
export class ParseNotes {
  readonly #byRepository = new Map<RepositoryId, Map<string, readonly ParseNote[]>>();

  /** In place of what was told of the file before. */
  set(id: RepositoryId, path: string, notes: readonly ParseNote[]): void {
    const files = this.#byRepository.get(id) ?? new Map<string, readonly ParseNote[]>();
    if (notes.length === 0) files.delete(path);
    else if (files.has(path) || files.size < MOST_FILES) files.set(path, notes);
    this.#byRepository.set(id, files);
  }

  /** By path, then by line; what concerns a whole file first. */
  of(id: RepositoryId): readonly ParseNote[] {
    const notes = [...(this.#byRepository.get(id)?.values() ?? [])].flat();
    return notes.sort((a, b) =>
      a.path === b.path ? (a.line ?? 0) - (b.line ?? 0) : a.path < b.path ? -1 : 1,
    );
  }

  forget(id: RepositoryId): void {
    this.#byRepository.delete(id);
  }
}
