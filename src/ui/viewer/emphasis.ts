/** What of the present search lies in the open file. */
import type { ChunkType, DefinitionKind, RepositoryId, SearchHit, Span } from '../../domain/api.ts';
import type { FileOutline, FileView } from '../../worker/protocol.ts';
import type { LineRange } from '../app/place.ts';

/** Those of one repository, when several were searched. */
export function hitsOf(
  hits: readonly SearchHit[],
  repository: RepositoryId | undefined,
): readonly SearchHit[] {
  return hits.filter((hit) => hit.repository === undefined || hit.repository.id === repository);
}

/** Ranges of the hits in this file, ascending, each once. */
export function hitRanges(hits: readonly SearchHit[], path: string): readonly LineRange[] {
  return hits
    .filter((hit) => hit.path === path)
    .map((hit) => ({ start: hit.startLine, end: hit.endLine }))
    .sort((a, b) => a.start - b.start);
}

/**
 * Marks of the hits in the file's own text. A hit whose text is not what stands at its lines (the file
 * is of another generation) has none.
 */
export function wordSpans(hits: readonly SearchHit[], view: FileView): readonly Span[] {
  const starts = lineStarts(view.text);
  const spans: Span[] = [];
  for (const hit of hits) {
    const offset = starts[hit.startLine - 1];
    if (hit.path !== view.path || offset === undefined) continue;
    if (!view.text.startsWith(hit.text, offset)) continue;
    for (const mark of hit.marks)
      spans.push({ start: offset + mark.start, end: offset + mark.end });
  }
  spans.sort((a, b) => a.start - b.start || a.end - b.end);
  return spans.filter((span, index) => index === 0 || span.start >= (spans[index - 1]?.end ?? 0));
}

export interface FileSymbol {
  readonly name: string;
  readonly kind: DefinitionKind | ChunkType;
  /** Of the name itself, 1-based. */
  readonly line: number;
  /** 1-based, inclusive, with the comments that belong to it; the line itself when it is a part of a chunk. */
  readonly startLine: number;
  /** 1-based, inclusive. */
  readonly endLine: number;
  /** How deep it is nested, by its qualified name. */
  readonly depth: number;
}

/** Every definition and heading of a file, by line. */
export function symbolsOf(outline: readonly FileOutline[]): readonly FileSymbol[] {
  const symbols = new Map<string, FileSymbol>();
  const add = (name: string, kind: FileSymbol['kind'], line: number, span: LineRange) => {
    const key = `${line}:${name}`;
    const known = symbols.get(key);
    if (known && known.endLine >= span.end) return;
    const depth = name.split('.').length - 1;
    symbols.set(key, { name, kind, line, startLine: span.start, endLine: span.end, depth });
  };
  for (const chunk of outline) {
    const all = { start: chunk.startLine, end: chunk.endLine };
    for (const { name, kind, line } of chunk.definitions) {
      add(name, kind, line, name === chunk.name ? all : { start: line, end: line });
    }
    const defined = chunk.definitions.some((definition) => definition.name === chunk.name);
    if (chunk.name !== null && !defined) add(chunk.name, chunk.type, chunk.startLine, all);
  }
  return [...symbols.values()].sort((a, b) => a.line - b.line || a.depth - b.depth);
}

/** The innermost symbol around a line, else the last that begins before it. */
export function symbolAt(symbols: readonly FileSymbol[], line: number): FileSymbol | null {
  const around = symbols.findLast((symbol) => symbol.startLine <= line && symbol.endLine >= line);
  return around ?? symbols.findLast((symbol) => symbol.line <= line) ?? null;
}

/** Lines of a text, without their ends. */
export function linesOf(text: string, range: LineRange): string {
  return text
    .split('\n')
    .slice(range.start - 1, range.end)
    .join('\n');
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
