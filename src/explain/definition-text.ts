import type { Definition } from '../domain/api.ts';
import { foldQuote, quoteOccurs } from './fold.ts';
import type { Passage } from './passage.ts';

/** What a definition says of itself, in its own words. */
export interface DefinitionText {
  /** The line or lines up to the body. */
  readonly signature: string;
  readonly lines: { readonly start: number; readonly end: number };
  /** First sentence of its doc comment, and the passage and lines where that stands. */
  readonly doc: {
    readonly sentence: string;
    readonly passage: Passage;
    readonly line: number;
  } | null;
}

const MAX_SIGNATURE_LINES = 5;
const MAX_SIGNATURE = 220;
const MAX_SENTENCE = 280;
/** A longer comment is a licence or a chapter. */
const MAX_DOC_LINES = 120;

/**
 * Signature and doc comment of a definition. `around`: passages of the same file, in any order, since a long comment
 * is a chunk of its own. Null when its line is not in the passage.
 */
export function textOfDefinition(
  passage: Passage,
  definition: Definition,
  around: readonly Passage[],
): DefinitionText | null {
  const lines = passage.text.split('\n');
  const first = definition.line - passage.startLine;
  if (first < 0 || first >= lines.length) return null;
  const signature = signatureAt(lines, first);
  if (signature === null) return null;
  const file = linesOfFile([...around, passage]);
  const doc =
    docAbove(file, definition.line - 1) ??
    docstringBelow(file, definition.line + signature.count) ??
    null;
  return {
    signature: signature.text,
    lines: { start: definition.line, end: definition.line + signature.count - 1 },
    doc,
  };
}

function signatureAt(
  lines: readonly string[],
  first: number,
): { text: string; count: number } | null {
  const taken: string[] = [];
  for (const line of lines.slice(first, first + MAX_SIGNATURE_LINES)) {
    const end = SIGNATURE_END.exec(line);
    taken.push(end === null ? line : line.slice(0, end.index));
    const signature = taken.join('\n');
    const opened = count(signature, /[([]/g) - count(signature, /[)\]]/g);
    if (end !== null || opened <= 0) break;
  }
  const text = taken.join(' ').replace(/\s+/g, ' ').trim();
  if (text === '') return null;
  return { text: text.slice(0, MAX_SIGNATURE).trimEnd(), count: taken.length };
}

/** Where a body or a value begins that goes on in the next line. */
const SIGNATURE_END =
  /\s*(?:\{\s*|=>\s*\{?\s*|:\s*|=\s*[{[]?\s*|=\s*(?:async\s*)?(?:function\b.*)\{\s*)$/;

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

interface FileLine {
  readonly text: string;
  readonly passage: Passage;
}

/** Lines by their number in the file, as far as the passages have them. */
function linesOfFile(passages: readonly Passage[]): ReadonlyMap<number, FileLine> {
  const file = new Map<number, FileLine>();
  for (const passage of passages) {
    for (const [index, text] of passage.text.split('\n').entries()) {
      file.set(passage.startLine + index, { text, passage });
    }
  }
  return file;
}

const DECORATION =
  /^\s*(?:@[\w.]+|\[[\w(]|#\[)|^\s*(?:export\s+)?(?:public|private|protected|static)\s*$/;
const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*|#(?!\[|!|include|define|if|endif)|--|;|%|""")/;

function docAbove(file: ReadonlyMap<number, FileLine>, from: number): DefinitionText['doc'] {
  let line = from;
  while (file.has(line) && DECORATION.test((file.get(line) as FileLine).text)) line--;
  // A blank line between the comment and the definition is allowed.
  if (file.get(line)?.text.trim() === '' || !file.has(line)) line--;
  const last = line;
  let inBlock = /\*\/\s*$/.test(file.get(line)?.text ?? '');
  while (last - line < MAX_DOC_LINES) {
    const text = file.get(line)?.text;
    if (text === undefined || !(inBlock || COMMENT_LINE.test(text))) break;
    if (inBlock && /^\s*\/\*/.test(text)) inBlock = false;
    line--;
    if (!inBlock && /^\s*\/\*/.test(text)) break;
  }
  return firstSentence(file, line + 1, last);
}

function docstringBelow(file: ReadonlyMap<number, FileLine>, from: number): DefinitionText['doc'] {
  const opening = /^\s*[rbu]?("""|''')/i.exec(file.get(from)?.text ?? '')?.[1];
  if (opening === undefined) return null;
  let last = from;
  while (last - from < MAX_DOC_LINES && file.has(last)) {
    const text = (file.get(last) as FileLine).text;
    if (text.lastIndexOf(opening) !== (last === from ? text.indexOf(opening) : -1)) break;
    last++;
  }
  return firstSentence(file, from, last);
}

/** The first sentence between two lines that says something, as a quotation of one passage. */
function firstSentence(
  file: ReadonlyMap<number, FileLine>,
  first: number,
  last: number,
): DefinitionText['doc'] {
  let words = '';
  let start = first;
  for (let line = first; line <= last; line++) {
    const text = foldQuote(file.get(line)?.text ?? '');
    const says =
      /[\p{L}\p{N}]{2}/u.test(text) &&
      !/^(?:@|eslint|biome|prettier|tslint|ts-|region|!)/i.test(text);
    if (!says) {
      if (words !== '') break;
      continue;
    }
    if (words === '') start = line;
    words = words === '' ? text : `${words} ${text}`;
    if (/[.!?:](?:\s|$)/.test(words) || words.length > MAX_SENTENCE) break;
  }
  const sentence = (/^.{12,}?[.!?](?=\s|$)/.exec(words)?.[0] ?? words)
    .slice(0, MAX_SENTENCE)
    .trim();
  const passage = file.get(start)?.passage;
  if (passage === undefined || sentence.length < 8) return null;
  if (!quoteOccurs(sentence, foldQuote(passage.text))) return null;
  return { sentence, passage, line: start };
}
