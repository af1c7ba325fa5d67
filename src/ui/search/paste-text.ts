/** A text of several lines is no query: it is asked as it is. */
import type { ClipboardEvent } from 'react';
import { formatCount } from '../app/quantity.ts';
import type { Stores } from '../stores/stores.ts';

/** What an address can carry in every browser; the innermost forty frames, or the first files of a diff. */
const MAX_PASTED_LENGTH = 16_000;

/** What has more than one line that says something. */
export function hasSeveralLines(text: string): boolean {
  return (
    text
      .trim()
      .split('\n')
      .filter((line) => line.trim() !== '').length > 1
  );
}

/** Takes a paste of several lines out of the field's hands; one line is typed as ever. */
export function pasteText(
  event: ClipboardEvent<HTMLInputElement>,
  stores: Pick<Stores, 'place' | 'notices'>,
): void {
  const text = event.clipboardData.getData('text/plain');
  if (!hasSeveralLines(text)) return;
  event.preventDefault();
  askPasted(stores, text);
}

/** Asks what a text names, and what is like it. It stands in the address, like a query. */
export function askPasted(
  { place, notices }: Pick<Stores, 'place' | 'notices'>,
  text: string,
): void {
  const pasted = text.slice(0, MAX_PASTED_LENGTH);
  place.go({ query: '', pasted });
  if (pasted.length === text.length) return;
  notices.tell({
    key: 'pasted-cut',
    tone: 'info',
    title: `Only the first ${formatCount(MAX_PASTED_LENGTH)} characters are searched.`,
    detail: 'Paste the part that matters, if it came later.',
    actions: [],
    dismissible: true,
  });
}
