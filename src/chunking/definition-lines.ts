import type { Definition, DefinitionKind, LanguageId } from '../domain/api.ts';
import type { LineRule } from './languages/line-rule.ts';
import { LINE_RULES } from './languages/line-rules.ts';
import type { LineTable } from './line-table.ts';
import { chunkTypeOf, type Outline, type Region } from './outline.ts';

/** Only the beginning of a line can be the head of a definition; it bounds the patterns' work. */
const LONGEST_HEAD = 240;
/** Of nested containers. */
const DEEPEST = 12;

/** Lines that belong to the definition below: comments, annotations, attributes. */
const LEADING = /^\s*(?:\/\/|\/\*|\*|#|--|;|%|@|\[[^\]]*\]\s*$|\(\*|\{-|"""\s*$)/;
const CLOSING = /^\s*(?:[\])}]|end\b)/;
/** `) -> Int {`, `} else {`: what closes opens again. */
const REOPENING = /(?:[{([=:,]|\bdo|\bthen|->|=>)\s*$/;

/**
 * Outline of a language without grammar, from the heads of definitions as its line rules know them. What
 * encloses what is told by indentation: a definition that stands further in than a class, before
 * anything at the class's own indentation, is its member. Inside of functions nothing is looked for.
 */
export function definitionLines(
  file: { readonly language: LanguageId },
  lines: LineTable,
): Outline {
  const rules = LINE_RULES.get(file.language);
  if (rules === undefined) return { regions: [], definitions: [], notes: [] };
  const reader = new Reader(lines);
  for (let row = 0; row < lines.count; row++) reader.take(row, rules);
  return { regions: reader.finish(), definitions: reader.definitions, notes: [] };
}

interface OpenRegion {
  readonly indent: number;
  readonly name: string;
  readonly kind: LineRule['kind'];
  readonly start: number;
  readonly children: Region[];
}

const CONTAINERS: ReadonlySet<LineRule['kind']> = new Set(['class', 'interface', 'module', 'enum']);

class Reader {
  readonly definitions: Definition[] = [];
  readonly #lines: LineTable;
  readonly #top: Region[] = [];
  readonly #open: OpenRegion[] = [];
  /** First row that no definition has taken yet. */
  #free = 0;

  constructor(lines: LineTable) {
    this.#lines = lines;
  }

  take(row: number, rules: readonly LineRule[]): void {
    const indent = this.#lines.indentOf(row);
    if (indent === -1) return;
    const head = this.#lines.line(row).slice(0, LONGEST_HEAD);
    const current = this.#open.at(-1);
    if (current !== undefined && CLOSING.test(head)) {
      if (REOPENING.test(head)) return;
      // The bracket that ends a definition; what follows at its indentation is not part of it.
      if (indent === current.indent) this.#close(indent, row);
      this.#free = row + 1;
      return;
    }
    if (current !== undefined && indent > current.indent && !CONTAINERS.has(current.kind)) return;
    for (const { kind, pattern } of rules) {
      const match = pattern.exec(head);
      const name = match?.slice(1).filter(Boolean).join('.');
      if (name === undefined || name === '') continue;
      this.#begin(row, indent, kind, name.replaceAll('::', '.'));
      return;
    }
  }

  finish(): Region[] {
    this.#close(-1, this.#lines.count - 1);
    return this.#top;
  }

  #begin(row: number, indent: number, kind: LineRule['kind'], name: string): void {
    const same = this.#open.at(-1);
    // A further equation or clause of the function (Haskell, Elixir, Erlang).
    if (same?.indent === indent && same.name.endsWith(name) && same.kind === kind) {
      if (same.name === name || same.name.endsWith(`.${name}`)) return;
    }
    const start = this.#firstLeadingRow(row);
    this.#close(indent, start - 1);
    const outer = this.#open.at(-1);
    const qualified = outer === undefined ? name : `${outer.name}.${name}`;
    if (kind !== 'section') {
      this.definitions.push({ name: qualified, kind: within(outer?.kind, kind), line: row + 1 });
    }
    if (this.#open.length < DEEPEST) {
      this.#open.push({ indent, name: qualified, kind, start, children: [] });
    }
    this.#free = row + 1;
  }

  /** Ends every open region that stands at the indentation or further in. */
  #close(indent: number, end: number): void {
    for (
      let last = this.#open.at(-1);
      last !== undefined && last.indent >= indent;
      last = this.#open.at(-1)
    ) {
      this.#open.pop();
      const { start, name, children } = last;
      const outer = this.#open.at(-1);
      const kind = within(outer?.kind, last.kind);
      const type = kind === 'section' ? kind : chunkTypeOf(kind);
      const region = { start, end, label: { type, name, tags: [] }, children };
      (outer?.children ?? this.#top).push(region);
    }
  }

  #firstLeadingRow(row: number): number {
    let first = row;
    while (first > this.#free && LEADING.test(this.#lines.line(first - 1).slice(0, LONGEST_HEAD))) {
      first--;
    }
    return first;
  }
}

function within<K extends LineRule['kind']>(
  outer: LineRule['kind'] | undefined,
  kind: K,
): K | DefinitionKind {
  if (outer !== 'class' && outer !== 'interface' && outer !== 'enum') return kind;
  if (kind === 'function') return 'method';
  return kind === 'variable' ? 'property' : kind;
}
