/** Going to where a hit is. */
import type { SearchHit } from '../../domain/api.ts';
import type { PlaceStore } from '../stores/place-store.ts';

export function openHit(place: PlaceStore, hit: SearchHit): void {
  place.go({ path: hit.path, lines: { start: hit.startLine, end: hit.endLine } });
}

/** The same for leafing through a list: Back returns to before the list was left, not to every hit. */
export function leafTo(place: PlaceStore, hit: SearchHit): void {
  place.adjust({ path: hit.path, lines: { start: hit.startLine, end: hit.endLine } });
}
