/** Cuts the few lines of a hit that are worth showing first into runs of one colour and one mark. */
import type { SearchHit, Span } from '../../domain/api.ts';

/** A run of code with one set of syntax classes. Ordered, not overlapping. */
export interface Token extends Span {
  readonly classes: string;
}

/** A run of text that is drawn alike. */
export interface Piece {
  readonly text: string;
  readonly classes: string;
  readonly marked: boolean;
}

export interface SnippetLine {
  /** 1-based, in the file. */
  readonly number: number;
  /** Text was left out before the first piece, so that the first mark is in view. */
  readonly clipped: boolean;
  readonly pieces: readonly Piece[];
}

/** What precedes the first mark when a long line is clipped, in UTF-16 units. */
const CLIP_LEAD = 32;
/** A mark further right than this would be out of the narrow list's view. */
const CLIP_FROM = 72;
/** Nothing beyond this is visible; drawing it would only cost. */
const MAX_COLUMNS = 320;

/** The lines `hit.snippet`, without the indentation they share. */
export function snippetLines(hit: SearchHit, tokens: readonly Token[]): readonly SnippetLine[] {
  const spans = lineSpans(hit);
  const indent = sharedIndent(hit.text, spans);
  // A chunk may have a thousand tokens, of which its few lines show some dozens.
  const [first = 0, last = 0] = [spans[0]?.start, spans.at(-1)?.end];
  const shown = tokens.filter(({ start, end }) => end > first && start < last);
  return spans.map(({ number, start, end }) => {
    const from = Math.min(start + indent, end);
    const mark = hit.marks.find((span) => span.end > from && span.start < end);
    const clipped = mark !== undefined && mark.start - from > CLIP_FROM;
    const visible = clipped ? mark.start - CLIP_LEAD : from;
    return {
      number,
      clipped,
      pieces: piecesOf(hit.text, visible, Math.min(end, visible + MAX_COLUMNS), hit.marks, shown),
    };
  });
}

/** How many lines `snippetLines` gives: the list needs the heights of rows that it does not draw. */
export function snippetLineCount(hit: SearchHit): number {
  return lineSpans(hit).length;
}

/** `text` from `from` to `to`, split where a mark or a token begins or ends. */
export function piecesOf(
  text: string,
  from: number,
  to: number,
  marks: readonly Span[],
  tokens: readonly Token[],
): readonly Piece[] {
  const touches = (span: Span) => span.end > from && span.start < to;
  const marksHere = marks.filter(touches);
  const tokensHere = tokens.filter(touches);
  const borders = new Set<number>([from, to]);
  for (const span of [...marksHere, ...tokensHere]) {
    if (span.start > from) borders.add(span.start);
    if (span.end < to) borders.add(span.end);
  }
  const positions = [...borders].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let index = 0; index + 1 < positions.length; index += 1) {
    const start = positions[index] ?? from;
    const end = positions[index + 1] ?? to;
    const covers = (span: Span) => span.start <= start && span.end >= end;
    pieces.push({
      text: text.slice(start, end),
      classes: tokensHere.find(covers)?.classes ?? '',
      marked: marksHere.some(covers),
    });
  }
  return pieces;
}

interface LineSpan extends Span {
  readonly number: number;
}

const spansOfHits = new WeakMap<SearchHit, readonly LineSpan[]>();

/** The lines to show: those of the snippet, without blank ones at its ends; at least one. */
function lineSpans(hit: SearchHit): readonly LineSpan[] {
  const known = spansOfHits.get(hit);
  if (known) return known;
  const all: LineSpan[] = [];
  let start = 0;
  for (let number = hit.startLine; start <= hit.text.length; number += 1) {
    const newline = hit.text.indexOf('\n', start);
    const end = newline === -1 ? hit.text.length : newline;
    if (number >= hit.snippet.startLine && number <= hit.snippet.endLine) {
      all.push({ number, start, end });
    }
    start = end + 1;
  }
  const written = (span: Span) => hit.text.slice(span.start, span.end).trim() !== '';
  const first = Math.max(0, all.findIndex(written));
  const last = Math.max(first, all.findLastIndex(written));
  const spans = all.slice(first, last + 1);
  spansOfHits.set(hit, spans);
  return spans;
}

function sharedIndent(text: string, lines: readonly Span[]): number {
  let shared = Number.POSITIVE_INFINITY;
  for (const { start, end } of lines) {
    const line = text.slice(start, end);
    const indent = line.search(/\S/);
    if (indent !== -1) shared = Math.min(shared, indent);
  }
  return Number.isFinite(shared) ? shared : 0;
}
