/** What the page says for every error code: one table, so that a new code is a type error here. */
import { type ErrorCode, VectorGitError } from '../../domain/api.ts';

/** What the person can do about it. */
export type Remedy = 'retry' | 'reload' | 'choose-source' | 'storage' | 'none';

export interface ErrorText {
  /** What happened. */
  readonly title: string;
  /** What is safe, and what to do. */
  readonly advice: string;
  readonly remedy: Remedy;
}

/** Never shows the error's own message: that is for developers and the console. */
export function errorText(code: ErrorCode): ErrorText {
  switch (code) {
    case 'cancelled':
      return {
        title: 'Stopped',
        advice: 'Everything indexed up to here is kept and can be searched.',
        remedy: 'retry',
      };
    case 'index/corrupt':
      return {
        title: 'Part of the index is damaged',
        advice:
          'Your files are untouched. Verify tells which part it is; indexing the folder again makes it anew.',
        remedy: 'storage',
      };
    case 'index/format-too-new':
      return {
        title: 'This index was written by a newer VectorGit',
        advice: 'Reload to get the newer version; nothing was changed.',
        remedy: 'reload',
      };
    case 'index/format-too-old':
      return {
        title: 'This index was written by an old VectorGit',
        advice: 'It can no longer be read. Open the folder again: it is indexed anew.',
        remedy: 'choose-source',
      };
    case 'index/stale-writer':
      return {
        title: 'Another tab changed this repository meanwhile',
        advice: 'Its result was kept. Try again to add yours.',
        remedy: 'retry',
      };
    case 'index/writer-locked':
      return {
        title: 'Another tab is indexing',
        advice:
          'One tab writes at a time. Try again when it has finished; searching works meanwhile.',
        remedy: 'retry',
      };
    case 'model/checksum-mismatch':
      return {
        title: 'The language model is not the one that was built in',
        advice: 'It was refused. Search by keyword works; reload to fetch the model again.',
        remedy: 'reload',
      };
    case 'model/invalid':
      return {
        title: 'The language model cannot be read',
        advice: 'Search by keyword works; reload to fetch the model again.',
        remedy: 'reload',
      };
    case 'model/unavailable':
      return {
        title: 'The language model could not be loaded',
        advice: 'Search by keyword works. Reload when the page can be reached again.',
        remedy: 'reload',
      };
    case 'pack/invalid':
      return {
        title: 'This pack is damaged, or was not made by VectorGit',
        advice: 'It was refused whole: nothing of it was stored. Ask for the file again.',
        remedy: 'choose-source',
      };
    case 'pack/too-new':
      return {
        title: 'This pack was made by a newer VectorGit',
        advice: 'Reload to get the newer version, then open the pack again.',
        remedy: 'reload',
      };
    case 'repository/archive-invalid':
      return {
        title: 'This archive cannot be read',
        advice:
          'It may be damaged or of another kind. .zip, .tar, .tar.gz and .tgz are understood.',
        remedy: 'choose-source',
      };
    case 'repository/archive-limit':
      return {
        title: 'This archive unpacks to more than is safe',
        advice: 'Nothing was indexed. Unpack it yourself and choose the folder.',
        remedy: 'choose-source',
      };
    case 'repository/not-found':
      return {
        title: 'This repository is not on this device',
        advice: 'It may have been removed in another tab. Open it again from its folder.',
        remedy: 'choose-source',
      };
    case 'repository/path-not-found':
      return {
        title: 'This file is not in the index',
        advice: 'It may have been renamed, removed or skipped. Look it up among the files.',
        remedy: 'none',
      };
    case 'repository/permission-denied':
      return {
        title: 'The browser did not allow to read this folder',
        advice:
          'The index is kept as it was. Allow access and try again, or choose the folder anew.',
        remedy: 'retry',
      };
    case 'repository/source-needed':
      return {
        title: 'The files are needed again',
        advice: 'Browsers do not let a page keep them. Drop or choose the same folder to go on.',
        remedy: 'choose-source',
      };
    case 'storage/quota-exceeded':
      return {
        title: 'This device has no room left for the index',
        advice: 'What was indexed before is kept. Delete a repository or keep fewer generations.',
        remedy: 'storage',
      };
    case 'storage/unavailable':
      return {
        title: 'The browser does not let this page store anything',
        advice:
          'A private window or a setting may forbid it. Allow storage for this site, then reload.',
        remedy: 'reload',
      };
    case 'worker/crashed':
      return {
        title: 'The search engine stopped',
        advice: 'All that is indexed is safe. Try again to go on where you were.',
        remedy: 'retry',
      };
    case 'worker/outdated':
      return {
        title: 'VectorGit was updated',
        advice: 'This tab still runs the older version. Reload to go on.',
        remedy: 'reload',
      };
    case 'worker/request-failed':
      return {
        title: 'Something went wrong inside VectorGit',
        advice: 'The index is kept as it was. Try again; the details are in the console.',
        remedy: 'retry',
      };
    default:
      return unknownCode(code);
  }
}

/** Any thrown thing as a failure of the world, so that every state holds one type. */
export function toFailure(error: unknown): VectorGitError {
  if (error instanceof VectorGitError) return error;
  return new VectorGitError('worker/request-failed', 'A request failed without a code', {
    cause: error,
  });
}

function unknownCode(code: never): ErrorText {
  return {
    title: 'Something went wrong',
    advice: `Unknown code ${String(code)}`,
    remedy: 'reload',
  };
}
