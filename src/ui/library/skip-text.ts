/** What the page says for every reason to leave a file out. */
import type { SkipReason } from '../../domain/api.ts';

export interface SkipText {
  readonly title: string;
  readonly explanation: string;
}

export const SKIP_TEXTS: Readonly<Record<SkipReason, SkipText>> = {
  secret: {
    title: 'Secrets',
    explanation: 'Keys, tokens and credentials are kept out of the index.',
  },
  ignored: {
    title: 'Ignored',
    explanation: 'Left out by .gitignore, .vectorgitignore or .git/info/exclude.',
  },
  excluded: {
    title: 'Excluded',
    explanation: 'Dependencies, build output and lock files are left out by default.',
  },
  'too-large': { title: 'Too large', explanation: 'Above the size limit for one file.' },
  binary: { title: 'Binary', explanation: 'Not text.' },
  minified: { title: 'Minified', explanation: 'Code that was not written by hand.' },
  generated: { title: 'Generated', explanation: 'The file says that a program made it.' },
  'lfs-pointer': {
    title: 'Git LFS pointers',
    explanation: 'The content itself is stored elsewhere.',
  },
  unreadable: { title: 'Unreadable', explanation: 'The browser could not read the file.' },
  'changed-while-reading': {
    title: 'Changed while reading',
    explanation: 'Sync again to take the file as it is now.',
  },
  'hidden-by-browser': {
    title: 'Hidden by the browser',
    explanation: 'The browser does not hand out names like this from a folder.',
  },
  encrypted: { title: 'Encrypted', explanation: 'Archive entries that need a password.' },
  'unsafe-path': {
    title: 'Unsafe paths',
    explanation: 'Archive entries that point outside of the archive.',
  },
  empty: { title: 'Empty', explanation: 'Nothing in it to search.' },
};
