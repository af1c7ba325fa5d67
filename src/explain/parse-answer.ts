import type { AnswerBlock, AnswerSpan } from './answer-text.ts';

/** Longer answers are cut: no model that was asked for a page writes ten. */
const MAX_ANSWER = 60_000;
const MAX_DEPTH = 4;

/**
 * Reads the answer of a model: headings, points, fences, back-ticks, quotations and citations. Everything else stays
 * text, also HTML, links and images. Never fails, also not on half an answer that is still streaming. Linear.
 */
export function parseAnswer(input: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let paragraph: string[] = [];
  let fence: { readonly mark: string; readonly lines: string[] } | null = null;
  const flush = (): void => {
    if (paragraph.length > 0)
      blocks.push({ kind: 'paragraph', spans: parseSpans(paragraph.join(' ')) });
    paragraph = [];
  };
  for (const line of input.slice(0, MAX_ANSWER).split(/\r\n?|\n/)) {
    const mark = /^ {0,8}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      const closes = mark?.startsWith(fence.mark) && line.trim() === mark;
      if (!closes) {
        fence.lines.push(line);
        continue;
      }
      blocks.push({ kind: 'fence', text: fence.lines.join('\n') });
      fence = null;
      continue;
    }
    if (mark !== undefined) {
      flush();
      fence = { mark, lines: [] };
      continue;
    }
    const heading =
      /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? /^\*\*([^*]{1,80})\*\*:?\s*$/.exec(line);
    const point = /^(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(.*)$/.exec(line);
    if (heading !== null) {
      flush();
      blocks.push({ kind: 'heading', spans: parseSpans(heading[1] as string) });
    } else if (point !== null) {
      flush();
      const depth = Math.min(
        MAX_DEPTH,
        Math.floor((point[1] as string).replaceAll('\t', '  ').length / 2),
      );
      blocks.push({ kind: 'item', depth, spans: parseSpans(point[2] as string) });
    } else if (line.trim() === '') {
      flush();
    } else {
      const last = blocks.at(-1);
      // A line that goes on with a point, indented or not.
      if (paragraph.length === 0 && last?.kind === 'item' && /^\s/.test(line)) {
        blocks[blocks.length - 1] = {
          ...last,
          spans: [...last.spans, { kind: 'text', text: ' ' }, ...parseSpans(line.trim())],
        };
      } else {
        paragraph.push(line.trim());
      }
    }
  }
  if (fence !== null) blocks.push({ kind: 'fence', text: fence.lines.join('\n') });
  flush();
  return blocks;
}

/**
 * Back-ticks, “quotations” of several words, and whatever stands in brackets or alone and begins with `chunk_`.
 * A malformed id is a citation, too: the checker tells that it names nothing.
 */
const SPAN =
  /(`{1,2})([^`\n]+)\1|[[(【]\s*(?:CITATIONS?\s*:?\s*)?(chunk_[^\])】\n]{0,400})[\])】]|\b(chunk_[\da-zA-Z]{6,64})\b|“([^“”\n]{2,1000})”|"([^"\n]{2,1000})"/gi;

function parseSpans(text: string): AnswerSpan[] {
  const spans: AnswerSpan[] = [];
  let from = 0;
  for (const match of text.matchAll(SPAN)) {
    const [whole, , code, bracketed, bare, curly, straight] = match;
    const quoted = curly ?? straight;
    // Words in quotation marks may be no quotation: from three words on they are taken for one.
    if (quoted !== undefined && quoted.trim().split(/\s+/).length < 3) continue;
    if (match.index > from) spans.push({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + whole.length;
    if (code !== undefined) spans.push({ kind: 'code', text: code.trim() });
    else if (quoted !== undefined) spans.push({ kind: 'quote', text: quoted });
    else spans.push(...citationsIn(bracketed ?? bare ?? ''));
  }
  if (from < text.length) spans.push({ kind: 'text', text: text.slice(from) });
  return spans;
}

/** `chunk_a L1-L9, chunk_b`: one citation an id, with the lines that follow it. */
function citationsIn(text: string): AnswerSpan[] {
  const spans: AnswerSpan[] = [];
  for (const match of text.matchAll(
    /(chunk_\w*)(?:[\s:,]*L(\d{1,7})(?:\s*[-–]\s*L?(\d{1,7}))?)?/gi,
  )) {
    const start = match[2] === undefined ? null : Number(match[2]);
    spans.push({
      kind: 'citation',
      chunkId: match[1] as string,
      lines: start === null ? null : { start, end: Math.max(start, Number(match[3] ?? start)) },
    });
  }
  return spans;
}
