/** Going to where a hit is. */
import type { SearchHit } from '../../domain/api.ts';
import type { Place } from '../app/place.ts';
import type { PlaceStore } from '../stores/place-store.ts';

export function openHit(place: PlaceStore, hit: SearchHit): void {
  place.go({ ...repositoryOf(hit), path: hit.path, lines: linesOf(hit) });
}

/** The same for leafing through a list: Back returns to before the list was left, not to every hit. */
export function leafTo(place: PlaceStore, hit: SearchHit): void {
  place.adjust({ ...repositoryOf(hit), path: hit.path, lines: linesOf(hit) });
}

/** The part of a place that leads to the hit's repository; nothing when it is the open one's. */
export function repositoryOf({ repository }: SearchHit): Partial<Place> {
  return repository === undefined ? {} : { repository: repository.name };
}

/** The chunk's; of a line that a pasted text names, that one. */
function linesOf({ named, startLine, endLine }: SearchHit): { start: number; end: number } {
  const line = named?.line ?? null;
  return line === null ? { start: startLine, end: endLine } : { start: line, end: line };
}
