import type { Finding } from '../../explain/api.ts';

/** What the checker found, in the person's words. */
export function findingText({ kind, excerpt }: Finding): string {
  switch (kind) {
    case 'no-citation':
      return 'No place in the code is cited';
    case 'unknown-chunk':
      return `${excerpt} was not among the retrieved places`;
    case 'lines-outside':
      return `${excerpt} is not within the cited place`;
    case 'quote-not-found':
      return `“${excerpt}” does not stand in the cited place`;
    case 'unknown-name':
      return `“${excerpt}” occurs nowhere in what was retrieved`;
    case 'nothing-in-common':
      return 'The cited place has no word of this';
  }
}
