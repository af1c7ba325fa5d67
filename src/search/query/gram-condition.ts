import { type GramCondition, gramsOf } from '../../index/api.ts';
import type { TextPattern } from './query.ts';

/**
 * What a text must hold for the pattern to match in it, as far as can be told; null when nothing can. Characters that
 * follow each other in every match are runs, and a text must hold the grams of a run; an alternation asks for one of
 * its sides. After Cox, "Regular Expression Matching with a Trigram Index" (2012), without its joins of small sets.
 */
export function gramCondition(pattern: TextPattern): GramCondition | null {
  if (pattern.kind === 'phrase') return allOf(pattern.text.split('\n').map(conditionOfRun));
  return new RegexReader(pattern.source, pattern.flags).read();
}

function conditionOfRun(run: string): GramCondition | null {
  const hashes = gramsOf(run);
  return hashes.length === 0 ? null : { kind: 'grams', hashes };
}

function allOf(conditions: readonly (GramCondition | null)[]): GramCondition | null {
  const there = conditions.filter((condition) => condition !== null);
  return there.length > 1 ? { kind: 'all', conditions: there } : (there[0] ?? null);
}

/** One side without a condition lets everything through. */
function anyOf(conditions: readonly (GramCondition | null)[]): GramCondition | null {
  const there = conditions.filter((condition) => condition !== null);
  if (there.length < conditions.length) return null;
  return there.length > 1 ? { kind: 'any', conditions: there } : (there[0] ?? null);
}

/** What one side of an alternation gives: finished conditions and the run that its end is still in. */
interface Piece {
  /** The whole piece, when it is a fixed run of characters. */
  readonly run: string | null;
  readonly condition: GramCondition | null;
}

const NOTHING: Piece = { run: null, condition: null };
/** Escapes that stand for one known character. */
const CONTROL: Readonly<Record<string, string>> = { t: '\t', f: '\f', v: '\v', r: '\r', n: '\n' };

/**
 * Reads an expression that compiles. Whatever it does not know for certain it takes for anything, which costs speed
 * and never a match.
 */
class RegexReader {
  readonly #source: string;
  readonly #unicode: boolean;
  #at = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#unicode = flags.includes('u');
  }

  read(): GramCondition | null {
    const { run, condition } = this.#alternatives();
    return run === null ? condition : conditionOfRun(run);
  }

  #alternatives(): Piece {
    const sides = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      sides.push(this.#sequence());
    }
    const [only] = sides;
    if (sides.length === 1 && only !== undefined) return only;
    const conditions = sides.map(({ run, condition }) =>
      run === null ? condition : conditionOfRun(run),
    );
    return { run: null, condition: anyOf(conditions) };
  }

  #sequence(): Piece {
    const conditions: (GramCondition | null)[] = [];
    let run = '';
    let isFixed = true;
    const close = (next: string): void => {
      // A line end is never inside of a gram, and a match over lines may lie in two chunks.
      for (const line of run.split('\n')) conditions.push(conditionOfRun(line));
      run = next;
      isFixed = false;
    };
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] as string)) {
      const piece = this.#atom();
      const quantifier = this.#quantifier();
      if (quantifier === 'once') {
        if (piece.run !== null) {
          run += piece.run;
          continue;
        }
        close('');
        conditions.push(piece.condition);
      } else if (quantifier === 'some') {
        // At least once: the first stands after what came before, the last before what comes.
        if (piece.run !== null) run += piece.run;
        close(piece.run ?? '');
        conditions.push(piece.condition);
      } else {
        close('');
      }
    }
    if (isFixed) return { run, condition: null };
    close('');
    return { run: null, condition: allOf(conditions) };
  }

  /** How often the atom before is there. */
  #quantifier(): 'once' | 'some' | 'maybe' {
    const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(
      this.#source.slice(this.#at, this.#at + 40),
    );
    if (found === null) return 'once';
    this.#at += found[0].length;
    if (found[0].startsWith('+')) return 'some';
    return found[1] !== undefined && Number(found[1]) > 0 ? 'some' : 'maybe';
  }

  #atom(): Piece {
    const char = this.#source[this.#at] as string;
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '.':
        this.#at++;
        return NOTHING;
      case '^':
      case '$':
        this.#at++;
        // Without width; with `s` a match may go on in the next line, which no run does.
        return NOTHING;
      case '\\':
        return this.#escape();
      default: {
        const code = this.#source.codePointAt(this.#at) as number;
        const text = this.#unicode ? String.fromCodePoint(code) : char;
        this.#at += text.length;
        return { run: text, condition: null };
      }
    }
  }

  #group(): Piece {
    this.#at++;
    const kind = /^\?(?::|<?[=!]|<[^>]*>|[a-z-]*:)/.exec(this.#source.slice(this.#at))?.[0] ?? '';
    this.#at += kind.length;
    const inner = this.#alternatives();
    this.#at++; // the closing parenthesis
    // What looks around, or is looked at under other flags, says nothing here.
    const isPlain = kind === '' || kind === '?:' || /^\?<[^=!]/.test(kind);
    return isPlain ? inner : NOTHING;
  }

  #class(): Piece {
    const end = this.#endOfClass();
    const inside = this.#source.slice(this.#at + 1, end);
    this.#at = end + 1;
    // A class of one character, such as `[.]`, is that character.
    return /^[^\\^\]-]$/.test(inside) ? { run: inside, condition: null } : NOTHING;
  }

  #endOfClass(): number {
    for (let at = this.#at + 1; at < this.#source.length; at++) {
      if (this.#source[at] === '\\') at++;
      else if (this.#source[at] === ']') return at;
    }
    return this.#source.length;
  }

  #escape(): Piece {
    const rest = this.#source.slice(this.#at + 1);
    const long =
      /^(?:[pP]\{[^}]*\}|k<[^>]*>|u\{[^}]*\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|\d+)/i.exec(
        rest,
      )?.[0];
    const char = rest[0] ?? '';
    this.#at += 1 + (long?.length ?? (char === '' ? 0 : char.length));
    if (long !== undefined) return NOTHING;
    const control = CONTROL[char];
    if (control !== undefined) return { run: control, condition: null };
    // Letters are classes and borders; signs are themselves.
    return /[\p{L}\p{N}]/u.test(char) || char === '' ? NOTHING : { run: char, condition: null };
  }
}
