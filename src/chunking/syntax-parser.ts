import { type Language, Parser, type Tree } from 'web-tree-sitter';

/**
 * The tree-sitter runtime and one parser, with bounds for hostile text.
 *
 * The runtime is one module instance per realm: `web-tree-sitter` keeps it to itself and cannot make
 * another. So it must not run out of memory, since after that no text can be parsed any more: the memory is
 * ours, a parse that makes it grow too far is given up in time, and its maximum is a second line of
 * defence (the default would let one file take 2 GB, seen with 40,000 unclosed Java type arguments).
 */

/** As the module declares it. */
const INITIAL_PAGES = 512;
const MAXIMUM_PAGES = 16_384;
/** Ordinary files of 1 MB need up to 200 MB (measured 2026-11-23: long array literals in JavaScript, C++). */
const LARGEST_GROWTH_BYTES = 384 * 1_048_576;

/**
 * Work allowed for one text, in calls of the progress callback (one per 100 steps of the parser), so that the
 * outcome is the same on every machine. Real code needs up to .009 calls a unit, random punctuation .03,
 * where a call can take half a millisecond. Measured 2026-11-23 over 13 grammars.
 */
const CALLS_AT_LEAST = 2_000;
const CALLS_PER_UNIT = 0.03;
/** For what hides in a single step, such as thousands of here-documents in a shell script. */
const LONGEST_PARSE_MS = 3_000;

/**
 * Brackets of one kind that may be left open. More are no code, and at the end of such a text the parser's error
 * recovery takes memory with the square of their number in a single step: 8,000 open Java type
 * arguments took 780 MB, 40,000 all there is.
 */
const MOST_OPEN_BRACKETS = 4_000;

let opening: Promise<WebAssembly.Memory> | null = null;

/** Starts the runtime, once for all chunkers of the realm. Rejects when the bytes are no such runtime. */
export function openRuntime(wasmBinary: Uint8Array): Promise<WebAssembly.Memory> {
  opening ??= start(wasmBinary).catch((cause) => {
    opening = null;
    throw cause;
  });
  return opening;
}

async function start(wasmBinary: Uint8Array): Promise<WebAssembly.Memory> {
  const wasmMemory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  await Parser.init({ wasmBinary, wasmMemory });
  return wasmMemory;
}

/** Why there is no tree, for the person. */
export interface Trouble {
  readonly trouble: string;
}

/** Parses one text after the other. */
export class SyntaxParser {
  readonly #memory: WebAssembly.Memory;
  #parser = new Parser();
  readonly #lost: Parser[] = [];
  /** Why the runtime is in no known state any more; null while it is. */
  breakdown: string | null = null;

  /** The memory is that of the open runtime. */
  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** The tree, which the caller must delete. Never throws for what is in the text. */
  parse(language: Language, text: string): Tree | Trouble {
    if (hasManyOpenBrackets(text)) return { trouble: 'Too many brackets are left open' };
    let callsLeft = CALLS_AT_LEAST + text.length * CALLS_PER_UNIT;
    const deadline = performance.now() + LONGEST_PARSE_MS;
    // Memory never shrinks: what an earlier text made it grow to is not held against this one.
    const mostBytes = Math.max(LARGEST_GROWTH_BYTES, this.#memory.buffer.byteLength);
    let trouble = 'Parsing took too long';
    const isTooMuch = (): boolean => {
      if (this.#memory.buffer.byteLength > mostBytes) {
        trouble = 'Parsing took too much memory';
        return true;
      }
      return --callsLeft < 0 || performance.now() > deadline;
    };
    try {
      this.#parser.setLanguage(language);
      const tree = this.#parser.parse(text, null, { progressCallback: isTooMuch });
      if (tree !== null) return tree;
      // An abandoned parse would otherwise be taken up again with the next text.
      this.#parser.reset();
      return { trouble };
    } catch (cause) {
      this.#replaceParser();
      this.breakdown ??= `Parser failed: ${cause instanceof Error ? cause.message : cause}`;
      return { trouble: `Parser failed: ${cause instanceof Error ? cause.message : cause}` };
    }
  }

  /**
   * After a trap the old parser's memory is in no known state. It is not freed, and is kept from the garbage
   * collector, whose finalizer would free it and throw where nobody can catch it.
   */
  #replaceParser(): void {
    this.#lost.push(this.#parser);
    try {
      this.#parser = new Parser();
    } catch {
      // The runtime is lost; each further parse tells so.
    }
  }
}

/** Counts every bracket, also in strings and comparisons: it only has to be right by the thousand. */
function hasManyOpenBrackets(text: string): boolean {
  if (text.length <= MOST_OPEN_BRACKETS) return false;
  let round = 0;
  let square = 0;
  let curly = 0;
  let angle = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28:
        round++;
        break;
      case 0x29:
        round--;
        break;
      case 0x5b:
        square++;
        break;
      case 0x5d:
        square--;
        break;
      case 0x7b:
        curly++;
        break;
      case 0x7d:
        curly--;
        break;
      case 0x3c:
        angle++;
        break;
      case 0x3e:
        angle--;
        break;
    }
  }
  return Math.max(round, square, curly, angle) > MOST_OPEN_BRACKETS;
}
