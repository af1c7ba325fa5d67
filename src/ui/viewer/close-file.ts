/** Closing the open file: focus goes back to where it was opened from. */
import { EXPLAIN_ID } from '../explain/explain-id.ts';
import { RESULTS_ID } from '../search/results-id.ts';
import { SEARCH_FIELD_ID } from '../search/search-field.tsx';
import type { PlaceStore } from '../stores/place-store.ts';

export function closeFile(place: PlaceStore): void {
  place.go({ path: null, lines: null });
  // On a narrow page the list only now comes back.
  requestAnimationFrame(() => {
    const list = [EXPLAIN_ID, RESULTS_ID, SEARCH_FIELD_ID].map((id) => document.getElementById(id));
    list.find((element) => element !== null)?.focus();
  });
}
