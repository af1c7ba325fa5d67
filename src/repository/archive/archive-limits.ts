import { VectorGitError } from '../../domain/api.ts';

/** What an archive may cost; a bomb goes over one of them at once. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  /** Of all entries together, in bytes. */
  readonly maxInflatedBytes: number;
  /** Inflated bytes for a byte of the archive. Sources are at 3-8, tables of text at 20. */
  readonly maxRatio: number;
  /** The ratio counts from here: a small file of blanks is harmless. */
  readonly ratioFromBytes: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  maxEntries: 200_000,
  maxInflatedBytes: 2 * 1024 ** 3,
  maxRatio: 200,
  ratioFromBytes: 32 * 1024 ** 2,
};

/** Sums up an archive and throws `repository/archive-limit` as soon as it goes over a limit. */
export function archiveMeter(
  archiveBytes: number,
  limits: ArchiveLimits,
): { countEntry(): void; countBytes(bytes: number): void } {
  let entries = 0;
  let inflated = 0;
  return {
    countEntry() {
      entries += 1;
      if (entries > limits.maxEntries) refuse(`more than ${limits.maxEntries} entries`);
    },
    countBytes(bytes) {
      inflated += bytes;
      if (inflated > limits.maxInflatedBytes) {
        refuse(`more than ${limits.maxInflatedBytes} bytes when unpacked`);
      }
      if (inflated > limits.ratioFromBytes && inflated > archiveBytes * limits.maxRatio) {
        refuse(`more than ${limits.maxRatio} times its size when unpacked`);
      }
    },
  };

  function refuse(what: string): never {
    throw new VectorGitError('repository/archive-limit', `The archive holds ${what}`, {
      details: { limit: what, archiveBytes },
    });
  }
}

/** `repository/archive-invalid` with the reason in words. */
export function invalidArchive(why: string, cause?: unknown): VectorGitError {
  return new VectorGitError('repository/archive-invalid', `The archive cannot be read: ${why}`, {
    ...(cause === undefined ? {} : { cause }),
  });
}
