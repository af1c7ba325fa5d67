/** Closing the open file: focus goes back to where it was opened from. */
import { RESULTS_ID } from '../search/results-id.ts';
import { SEARCH_FIELD_ID } from '../search/search-field.tsx';
import type { PlaceStore } from '../stores/place-store.ts';

export function closeFile(place: PlaceStore): void {
  place.go({ path: null, lines: null });
  // On a narrow page the list only now comes back.
  requestAnimationFrame(() => {
    const list = document.getElementById(RESULTS_ID) ?? document.getElementById(SEARCH_FIELD_ID);
    list?.focus();
  });
}
