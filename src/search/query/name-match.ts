import { splitIdentifier } from '../../index/api.ts';

/** Longer ones are no initials. */
const MAX_HUMP_LETTERS = 64;

/** How well what is typed fits a name: less is better; null when it does not. */
export function nameMatch(typed: string, name: string): number | null {
  const wanted = typed.toLowerCase();
  const lower = name.toLowerCase();
  if (lower === wanted) return 0;
  if (lower.startsWith(wanted)) return name.startsWith(typed) ? 1 : 2;
  if (wanted.length >= 2 && fitsHumps(wanted, splitIdentifier(name))) return 3;
  return wanted.length >= 2 && lower.includes(wanted) ? 4 : null;
}

/**
 * `pC`, `parCo` and `pconf` fit `parseConfig`: beginnings of its parts, of which some may be left out, but not the
 * first. By sets of places, so that no name takes more than parts × letters² steps.
 */
function fitsHumps(wanted: string, parts: readonly string[]): boolean {
  if (wanted.length > MAX_HUMP_LETTERS) return false;
  // reached[n]: the first n letters are covered.
  let reached: boolean[] = [true];
  for (const [index, part] of parts.entries()) {
    const lower = part.toLowerCase();
    const next: boolean[] = index === 0 ? [] : [...reached];
    for (const [start, isReached] of reached.entries()) {
      if (isReached !== true) continue;
      for (let length = 0; lower[length] !== undefined; length++) {
        if (lower[length] !== wanted[start + length]) break;
        next[start + length + 1] = true;
      }
    }
    reached = next;
    if (reached[wanted.length] === true) return true;
  }
  return false;
}
