const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const OTHER = 0;

function classOf(code: number): number {
  if (code >= 97 && code <= 122) return LOWER;
  if (code >= 65 && code <= 90) return UPPER;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code < 128) return OTHER;
  const char = String.fromCharCode(code);
  return char !== char.toLowerCase() ? UPPER : LOWER;
}

/**
 * Parts of an identifier, in order and case kept: split at `_`, `$`, at letter-digit borders, and at camelCase
 * humps with acronyms held together: `getHTTPResponse_v2` gives `get HTTP Response v 2`.
 */
export function splitIdentifier(identifier: string): string[] {
  const parts: string[] = [];
  let start = -1;
  let previous = OTHER;
  for (let index = 0; index < identifier.length; index++) {
    const current = classOf(identifier.charCodeAt(index));
    if (current === OTHER) {
      if (start !== -1) parts.push(identifier.slice(start, index));
      start = -1;
    } else if (start === -1) {
      start = index;
    } else if (
      (previous === DIGIT) !== (current === DIGIT) ||
      (previous === LOWER && current === UPPER)
    ) {
      parts.push(identifier.slice(start, index));
      start = index;
    } else if (previous === UPPER && current === LOWER && index - start > 1) {
      // The last capital of a run begins the next word: `HTTPResponse` is `HTTP Response`.
      parts.push(identifier.slice(start, index - 1));
      start = index - 1;
    }
    previous = current;
  }
  if (start !== -1) parts.push(identifier.slice(start));
  return parts;
}
