import type { Generation, RepositoryId } from './ids.ts';

/** A part of the store that a check found wrong. */
export interface VerifyProblem {
  readonly part:
    | 'head'
    | 'manifest'
    | 'files'
    | 'chunks'
    | 'postings'
    | 'grams'
    | 'text'
    | 'vectors'
    | 'skipped'
    | 'stats';
  readonly segment: string | null;
  /** The newest generation that needs the part. */
  readonly generation: Generation;
  readonly what: string;
  /** What was done; null when it is not mended. */
  readonly mended: string | null;
}

/** The answer of a check that read every stored byte of a repository. */
export interface VerifyReport {
  readonly repositoryId: RepositoryId;
  /** The current one after the check. */
  readonly generation: Generation;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly milliseconds: number;
  readonly blobs: number;
  readonly bytes: number;
  /** Blobs that no generation names; they go at the next clean-up. */
  readonly orphans: number;
  readonly problems: readonly VerifyProblem[];
}

/** One line of the health log. */
export interface HealthEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null when it concerns the whole browser storage. */
  readonly repositoryId: RepositoryId | null;
  readonly name: string;
  /** `loss`: something that was indexed is no longer there. */
  readonly severity: 'info' | 'warning' | 'loss';
  readonly what: string;
  readonly why: string;
  readonly done: string;
  /** Null when nothing was lost. */
  readonly lost: string | null;
}

/** Where what is stored lives: a bucket when the browser's usual database is broken, memory when all is. */
export type StorageHome = 'disk' | 'bucket' | 'memory';

/** What is stored, for the storage page. */
export interface StorageReport {
  /** The browser has promised not to evict it. */
  readonly persisted: boolean;
  /** Bytes, as the browser estimates them. */
  readonly usage: number;
  /** Bytes, as the browser estimates them: no promise. */
  readonly quota: number;
  readonly home: StorageHome;
  readonly repositories: readonly {
    readonly id: RepositoryId;
    readonly name: string;
    readonly generations: number;
    /** Payload bytes of all kept generations, each blob once. */
    readonly bytes: number;
    /** The same by kind of blob. */
    readonly byKind: Readonly<Record<string, number>>;
    readonly orphanBytes: number;
  }[];
}

/**
 * What the page keeps outside of the database, so that a store which the browser has wiped or set back is told
 * from a first visit.
 */
export interface Canary {
  readonly repositoryId: RepositoryId;
  readonly name: string;
  readonly generation: Generation;
  readonly chunks: number;
  readonly bytes: number;
  readonly manifestHash: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly home: StorageHome;
  /** Name of the repository's database. */
  readonly database: string;
}
