/*
 * Git's glob matcher, ported branch by branch from `wildmatch.c` (git 2.39), because `.gitignore` means what this code does.
 *
 * Pattern and text are byte strings: one UTF-16 unit per UTF-8 byte (`bytesOf`), since git's `?` and `[...]` match one byte,
 * not one character. The three "no" answers differ so that a hopeless search ends early: without them `*a*a*a*b` would be
 * exponential. What remains expensive (many `**` in a hostile file) is bounded by `MAX_STEPS`.
 */

const NO_MATCH = 1;
const MATCH = 0;
/** The text ended: no longer match of any star can help. */
const ABORT_ALL = -1;
/** A `/` was met: only a `**` further left can help. */
const ABORT_TO_STARSTAR = -2;

/** Enough for every sane rule on a path of 4,096 bytes; a rule that needs more counts as not matching. */
const MAX_STEPS = 200_000;

const NON_ASCII = /[^\0-\x7f]/;

/** The UTF-8 bytes of a text, one per UTF-16 unit; ASCII texts come back as they are. */
export function bytesOf(text: string): string {
  if (!NON_ASCII.test(text)) return text;
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** True when the glob matches the whole text. With `pathname`, only `**` reaches over a `/`. */
export function wildmatch(glob: string, text: string, pathname: boolean): boolean {
  return match({ glob, text, pathname, steps: MAX_STEPS }, 0, 0) === MATCH;
}

interface Search {
  readonly glob: string;
  readonly text: string;
  readonly pathname: boolean;
  steps: number;
}

function match(search: Search, globStart: number, textStart: number): number {
  const { glob, text, pathname } = search;
  let p = globStart;
  let t = textStart;
  for (; p < glob.length; p += 1, t += 1) {
    search.steps -= 1;
    if (search.steps < 0) return ABORT_ALL;
    const symbol = glob[p];
    const letter = text[t];
    if (letter === undefined && symbol !== '*') return ABORT_ALL;
    if (symbol === '?') {
      if (pathname && letter === '/') return NO_MATCH;
    } else if (symbol === '*') {
      return matchStar(search, globStart, p, t);
    } else if (symbol === '[') {
      const end = matchClass(glob, p, letter ?? '', pathname);
      if (end < 0) return end;
      if (end === 0) return NO_MATCH;
      p = end;
    } else if (symbol === '\\') {
      p += 1;
      if (letter !== glob[p]) return NO_MATCH;
    } else if (letter !== symbol) {
      return NO_MATCH;
    }
  }
  return t < text.length ? NO_MATCH : MATCH;
}

/** `p` stands on the first star. */
function matchStar(search: Search, globStart: number, star: number, textStart: number): number {
  const { glob, text, pathname } = search;
  let p = star + 1;
  let t = textStart;
  let overSlash = !pathname;
  if (glob[p] === '*') {
    while (glob[p] === '*') p += 1;
    const startsSegment = star === globStart || glob[star - 1] === '/';
    const endsSegment =
      p === glob.length || glob[p] === '/' || (glob[p] === '\\' && glob[p + 1] === '/');
    if (pathname && startsSegment && endsSegment) {
      // `**/` may also stand for nothing at all.
      if (glob[p] === '/' && match(search, p + 1, t) === MATCH) return MATCH;
      overSlash = true;
    }
  }
  if (p === glob.length) return !overSlash && text.includes('/', t) ? NO_MATCH : MATCH;
  if (!overSlash && glob[p] === '/') {
    // One star before a slash takes the rest of the segment, without a search.
    const slash = text.indexOf('/', t);
    return slash === -1 ? NO_MATCH : match(search, p + 1, slash + 1);
  }
  const next = glob[p] ?? '';
  const nextIsLiteral = !isSpecial(next);
  for (let letter = text[t]; letter !== undefined; t += 1, letter = text[t]) {
    search.steps -= 1;
    if (nextIsLiteral) {
      while (letter !== undefined && letter !== next && (overSlash || letter !== '/')) {
        t += 1;
        letter = text[t];
      }
      if (letter !== next) return NO_MATCH;
    }
    const matched = match(search, p, t);
    if (matched !== NO_MATCH) {
      if (!overSlash || matched !== ABORT_TO_STARSTAR) return matched;
    } else if (!overSlash && letter === '/') {
      return ABORT_TO_STARSTAR;
    }
  }
  return ABORT_ALL;
}

const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ['alnum', /[0-9A-Za-z]/],
  ['alpha', /[A-Za-z]/],
  ['blank', /[ \t]/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is the control characters
  ['cntrl', /[\0-\x1f\x7f]/],
  ['digit', /[0-9]/],
  ['graph', /[!-~]/],
  ['lower', /[a-z]/],
  ['print', /[ -~]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['space', /[ \t-\r]/],
  ['upper', /[A-Z]/],
  ['xdigit', /[0-9A-Fa-f]/],
]);

/** Index of the closing bracket when the letter is in the class, 0 when it is not, negative when the class is malformed. */
function matchClass(glob: string, open: number, letter: string, pathname: boolean): number {
  let p = open + 1;
  const negated = glob[p] === '!' || glob[p] === '^';
  if (negated) p += 1;
  let previous = '';
  let matched = false;
  do {
    let symbol = glob[p];
    if (symbol === undefined) return ABORT_ALL;
    if (symbol === '\\') {
      p += 1;
      symbol = glob[p];
      if (symbol === undefined) return ABORT_ALL;
      if (letter === symbol) matched = true;
    } else if (symbol === '-' && previous !== '' && p + 1 < glob.length && glob[p + 1] !== ']') {
      p += 1;
      symbol = glob[p];
      if (symbol === '\\') {
        p += 1;
        symbol = glob[p];
      }
      if (symbol === undefined) return ABORT_ALL;
      if (letter <= symbol && letter >= previous) matched = true;
      symbol = '';
    } else if (symbol === '[' && glob[p + 1] === ':') {
      const start = p + 2;
      p = glob.indexOf(']', start);
      if (p === -1) return ABORT_ALL;
      if (p - start < 1 || glob[p - 1] !== ':') {
        // No `:]`, so the bracket is an ordinary member.
        p = start - 2;
        if (letter === '[') matched = true;
      } else {
        const members = CLASSES.get(glob.slice(start, p - 1));
        if (members === undefined) return ABORT_ALL;
        if (members.test(letter)) matched = true;
        symbol = '';
      }
    } else if (letter === symbol) {
      matched = true;
    }
    previous = symbol;
    p += 1;
  } while (glob[p] !== ']');
  return matched === negated || (pathname && letter === '/') ? 0 : p;
}

function isSpecial(symbol: string): boolean {
  return symbol === '*' || symbol === '?' || symbol === '[' || symbol === '\\';
}
