/**
 * Of the text that a person has asked the browser for, over the usual one (16 px). Read once: who changes it while the
 * page is open sees the rows of lists follow at the next load. Without a document, as in tests, it is 1.
 */
const TEXT_SCALE =
  typeof document === 'undefined'
    ? 1
    : Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

/** Pixels of a length that the style sheets give in rem, by what it is at the usual size of text. */
export function textPixels(usual: number): number {
  return usual * TEXT_SCALE;
}
