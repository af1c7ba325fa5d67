/** What an ingest reads from, as it crosses. */
/** A folder of the page's legacy drop API, read through a proxy (Firefox and Safari have no handles). */
export interface EntryDirectory {
  list(path: string): Promise<readonly { readonly name: string; readonly folder: boolean }[]>;
  file(path: string): Promise<File>;
}

/** Where an ingest reads from. `staged` names files sent before by `stageFiles`. */
export type IngestSource =
  | { readonly kind: 'directory'; readonly handle: FileSystemDirectoryHandle }
  /** Read through the proxy that comes beside the request. */
  | { readonly kind: 'entries'; readonly name: string }
  | { readonly kind: 'staged'; readonly name: string; readonly stagingId: string }
  | { readonly kind: 'archive'; readonly file: File }
  /** A whole index that was exported before: nothing is read or embedded again. */
  | { readonly kind: 'pack'; readonly file: File }
  /** The source that the repository had before: its kept handle, or its files while this session lasts. */
  | { readonly kind: 'kept' };

export interface StagedFile {
  /** Repository-relative, the dropped folder's own name already removed. */
  readonly path: string;
  readonly file: File;
}

/** What the page tells of a file that it is asked for only when the file is opened. */
export interface StagedFacts {
  /** Repository-relative, the dropped folder's own name already removed. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}
