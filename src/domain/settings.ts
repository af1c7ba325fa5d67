/** What a person may set for a repository. */
export interface IngestSettings {
  /** Larger files are skipped as `too-large`. */
  readonly maxFileBytes: number;
  /** Repository-relative paths that are indexed though a rule leaves them out; a trailing `/` takes the whole folder. */
  readonly includeAnyway: readonly string[];
}

export const DEFAULT_INGEST_SETTINGS: IngestSettings = {
  maxFileBytes: 1_048_576,
  includeAnyway: [],
};
