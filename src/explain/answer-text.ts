/**
 * An answer as data: blocks of spans. Answers made here are built as such; answers of a model are parsed into it. One
 * checker and one view serve both, and neither ever sees markup: whatever is no span of this table is text.
 */
export type AnswerSpan =
  | { readonly kind: 'text'; readonly text: string }
  /** In back-ticks: an identifier, a path, or a piece of code. */
  | { readonly kind: 'code'; readonly text: string }
  /** In “quotation marks”: words of the source, as they stand there. */
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'citation'; readonly chunkId: string; readonly lines: CitedLines | null };

/** 1-based, inclusive, in the file. */
export interface CitedLines {
  readonly start: number;
  readonly end: number;
}

export type AnswerBlock =
  | { readonly kind: 'heading'; readonly spans: readonly AnswerSpan[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly AnswerSpan[] }
  /** One point of a list; `depth` from 0. */
  | { readonly kind: 'item'; readonly depth: number; readonly spans: readonly AnswerSpan[] }
  | { readonly kind: 'fence'; readonly text: string };

/** Headings whose parts speak of what is not there: nothing in them can be cited. */
export const HEADINGS = {
  judgement: 'Judgement',
  missing: 'Not found in the index',
  next: 'Next searches',
} as const;

/** True for a part that speaks of what is missing, or of the answer itself. */
export function isRemarkHeading(text: string): boolean {
  return /^(?:judge?ment|not found|not in the index|missing|what is missing|next search|suggested search|limits?|uncertain)/i.test(
    text.trim(),
  );
}

export function plainText(spans: readonly AnswerSpan[]): string {
  return spans.map((span) => (span.kind === 'citation' ? '' : span.text)).join('');
}

/** The answer as Markdown with `[CITATION chunk_…]`, for the clipboard. */
export function formatAnswer(blocks: readonly AnswerBlock[]): string {
  return `${blocks.map(formatBlock).join('\n').trim()}\n`;
}

function formatBlock(block: AnswerBlock): string {
  switch (block.kind) {
    case 'heading':
      return `\n## ${formatSpans(block.spans)}\n`;
    case 'paragraph':
      return `${formatSpans(block.spans)}\n`;
    case 'item':
      return `${'  '.repeat(block.depth)}- ${formatSpans(block.spans)}`;
    case 'fence': {
      const fence = block.text.includes('```') ? '````' : '```';
      return `${fence}\n${block.text}\n${fence}`;
    }
  }
}

function formatSpans(spans: readonly AnswerSpan[]): string {
  return spans.map(formatSpan).join('');
}

function formatSpan(span: AnswerSpan): string {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'code':
      return span.text.includes('`') ? `\`\` ${span.text} \`\`` : `\`${span.text}\``;
    case 'quote':
      return `“${span.text}”`;
    case 'citation':
      return formatCitation(span.chunkId, span.lines);
  }
}

export function formatCitation(chunkId: string, lines: CitedLines | null): string {
  return `[CITATION ${chunkId}${lines === null ? '' : ` L${lines.start}-L${lines.end}`}]`;
}
