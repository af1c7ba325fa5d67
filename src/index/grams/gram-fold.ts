/**
 * Case folding of one UTF-16 unit for the gram filter. Two characters that an expression with the flags `iu` takes
 * for the same fold to the same unit (Unicode's simple case folding, as ripgrep has it). All surrogates are one: pairs
 * fold by code point, which one unit cannot tell.
 */
const SURROGATE = 0xd800;

/** Pairs that fold together though neither has a capital of one unit. */
const PAIRS: ReadonlyMap<number, number> = new Map([
  [0x1fd3, 0x0390],
  [0x1fe3, 0x03b0],
  [0xfb05, 0xfb06],
]);

const folds = new Uint16Array(0x1_0000);

/** The folded unit. */
export function foldUnit(unit: number): number {
  let folded = folds[unit] as number;
  if (folded === 0 && unit !== 0) {
    folded = foldOnce(unit);
    folds[unit] = folded;
  }
  return folded;
}

function foldOnce(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return SURROGATE;
  const paired = PAIRS.get(unit);
  if (paired !== undefined) return paired;
  // By way of upper case, which joins what has one capital: σ and ς, s and ſ, k and the Kelvin sign.
  const lower = single(String.fromCharCode(unit), (text) => text.toLowerCase());
  const upper = single(lower, (text) => text.toUpperCase());
  return single(upper, (text) => text.toLowerCase()).charCodeAt(0);
}

/** A change of case that makes several units of one is none. */
function single(text: string, change: (text: string) => string): string {
  const changed = change(text);
  return changed.length === 1 ? changed : text;
}
