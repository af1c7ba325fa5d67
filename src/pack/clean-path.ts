/** Longer ones are no paths of a file system. */
const MAX_PATH_LENGTH = 4_096;

/** Controls, halves of surrogate pairs, backslash. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\\]/u;
const DRIVE = /^[A-Za-z]:/;

/**
 * True for a path that stays inside of its repository on every system: relative, `/` between segments, no empty
 * ones, no `.` or `..`, no drive letter, no backslash, no control characters.
 */
export function isCleanPath(path: string): boolean {
  return (
    path !== '' &&
    path.length <= MAX_PATH_LENGTH &&
    !FORBIDDEN.test(path) &&
    !DRIVE.test(path) &&
    path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
