/** What `path:` and `file:` mean, of indexed files and of skipped ones. */

/**
 * Tests a path. Case does not matter. Without wildcards a substring; with them (`*`, `?`, `**`) the whole path, or
 * the rest of it after any `/`. A leading `/` anchors at the root.
 */
export function pathPattern(pattern: string): (path: string) => boolean {
  const anchored = pattern.startsWith('/');
  const wanted = (anchored ? pattern.slice(1) : pattern).toLowerCase();
  if (!/[*?]/.test(wanted)) {
    return (path) => {
      const lower = path.toLowerCase();
      return anchored ? lower.startsWith(wanted) : lower.includes(wanted);
    };
  }
  const tokens = tokensOfGlob(wanted);
  return (path) => {
    const lower = path.toLowerCase();
    if (matchesGlob(tokens, lower)) return true;
    if (anchored) return false;
    for (let slash = lower.indexOf('/'); slash !== -1; slash = lower.indexOf('/', slash + 1)) {
      if (matchesGlob(tokens, lower.slice(slash + 1))) return true;
    }
    return false;
  };
}

/** Tests one name, such as that of a file: a substring, or with wildcards the whole name. Case does not matter. */
export function namePattern(pattern: string): (name: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (!/[*?]/.test(wanted)) return (name) => name.toLowerCase().includes(wanted);
  const tokens = tokensOfGlob(wanted);
  return (name) => matchesGlob(tokens, name.toLowerCase());
}

type GlobToken =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one' | 'many' | 'any' };

function tokensOfGlob(glob: string): GlobToken[] {
  const tokens: GlobToken[] = [];
  for (let index = 0; index < glob.length; index++) {
    const char = glob[index] as string;
    if (char === '?') {
      tokens.push({ kind: 'one' });
    } else if (char !== '*') {
      tokens.push({ kind: 'char', char });
    } else if (glob[index + 1] === '*') {
      while (glob[index + 1] === '*') index++;
      if (glob[index + 1] === '/') index++; // `**/` also matches no folder
      tokens.push({ kind: 'any' });
    } else {
      tokens.push({ kind: 'many' });
    }
  }
  return tokens;
}

/** By sets of states, so that no pattern takes more than pattern × path steps. */
function matchesGlob(tokens: readonly GlobToken[], path: string): boolean {
  let states = closure(tokens, new Uint8Array(tokens.length + 1).fill(1, 0, 1));
  for (const char of path) {
    const next = new Uint8Array(tokens.length + 1);
    for (const [index, token] of tokens.entries()) {
      if (states[index] === 0) continue;
      if (token.kind === 'char') {
        if (token.char === char) next[index + 1] = 1;
      } else if (token.kind === 'any') {
        next[index] = 1;
      } else if (char !== '/') {
        next[token.kind === 'many' ? index : index + 1] = 1;
      }
    }
    states = closure(tokens, next);
  }
  return states[tokens.length] === 1;
}

/** Wildcards of any length may end where they are. */
function closure(tokens: readonly GlobToken[], states: Uint8Array): Uint8Array {
  for (const [index, token] of tokens.entries()) {
    if (states[index] === 1 && (token.kind === 'many' || token.kind === 'any'))
      states[index + 1] = 1;
  }
  return states;
}
