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

/** What a person may set for the whole device. */
export interface EngineSettings {
  /** False: damage is an error with its details, and nothing is touched. */
  readonly autoHeal: boolean;
  /** Generations that stay readable; labelled ones stay beside them. */
  readonly keepGenerations: number;
  /** Id of the model that makes the vectors; null is the build's own. Changed by `chooseModel`. */
  readonly model: string | null;
}

export const DEFAULT_ENGINE_SETTINGS: EngineSettings = {
  autoHeal: true,
  keepGenerations: 5,
  model: null,
};

export const MOST_KEPT_GENERATIONS = 100;
