/** What the service worker knows of the build: the list that `.ci/build/offline.ts` writes into it. */

/**
 * When a file is kept for use without a network:
 * `shell` with the page itself, before the service worker takes over; `warm` when the page has been idle once;
 * `use` when something asks for it.
 */
export type OfflineTier = 'shell' | 'warm' | 'use';

/** One file of the build. */
export interface OfflineFile {
  /** Relative to the scope, with slashes; `index.html` is the page. */
  readonly path: string;
  /** Of the content, 64 hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  readonly tier: OfflineTier;
}

/**
 * What the page asks of the service worker. `warm`: the large files are to be kept; `rest`: not now. `activate` goes to the one that waits and to the one that is active, which
 * leaves what it does: else the browser lets the other wait until it is done.
 */
export type OfflineRequest = { readonly type: 'warm' | 'rest' | 'activate' };
