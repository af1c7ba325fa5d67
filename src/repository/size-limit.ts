import type { IngestSettings } from '../domain/api.ts';

/** Even a file that is included anyway is not read beyond this: its text and chunks must fit in memory. */
export const HARD_FILE_LIMIT_BYTES = 32 * 1024 * 1024;

/** Bytes up to which a file is read; naming it in "include anyway" lifts the setting, not the hard limit. */
export function sizeLimit(settings: IngestSettings, namedItself: boolean): number {
  return namedItself
    ? HARD_FILE_LIMIT_BYTES
    : Math.min(settings.maxFileBytes, HARD_FILE_LIMIT_BYTES);
}

/** What to say of a file over the limit. */
export function tooLarge(bytes: number, limit: number): string {
  return `${bytes.toLocaleString('en')} bytes, the limit is ${limit.toLocaleString('en')}`;
}
