/** An entry's name as a repository-relative path, or why it must not be used. */
export type ArchivePath = { readonly path: string } | { readonly unsafe: string };

/** Deeper trees are attacks: no file system that people use holds them within its path limit of 4,096 bytes. */
const MAX_SEGMENTS = 256;

/**
 * Reads the name of an archive entry. A name that points outside of the archive on any system (absolute, drive, `..`,
 * backslash) or that no file can have (NUL) is unsafe. The root itself ('.', './') has the path ''.
 */
export function archivePath(name: string): ArchivePath {
  if (name.includes('\0')) return { unsafe: 'the name holds a NUL' };
  if (name.includes('\\')) return { unsafe: 'the name holds a backslash' };
  if (name.startsWith('/')) return { unsafe: 'the name is an absolute path' };
  if (/^[A-Za-z]:/.test(name)) return { unsafe: 'the name starts with a drive letter' };
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return { unsafe: 'the name points outside with ".."' };
  if (segments.length > MAX_SEGMENTS) return { unsafe: `more than ${MAX_SEGMENTS} folders deep` };
  return { path: segments.join('/') };
}
