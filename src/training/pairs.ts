import { contextualText, wordsOf } from '../embedding/api.ts';
import { declarationOn, isDecoration } from './declarations.ts';
import { describingProse, firstSentence } from './prose.ts';
import type { SourceText } from './source-files.ts';

/** Where the two sides of a pair come from. */
export const PAIR_KINDS = [
  'declaration',
  'inline',
  'name',
  'file',
  'test',
  'path',
  'topic',
  'readme',
] as const;
export type PairKind = (typeof PAIR_KINDS)[number];

/** A question and the code that answers it. */
export interface Pair {
  readonly kind: PairKind;
  readonly language: string;
  readonly query: string;
  /** Contextual text, just what the product embeds. */
  readonly document: string;
  /**
   * What follows the code in its file, up to the size of a chunk: a chunk in use often goes on. Kept apart,
   * since it may hold the comment that is another pair's question.
   */
  readonly context: string;
}

const MAX_DOCUMENT = 1_500;
const MAX_INLINE = 700;
const MAX_COMMENT_LINES = 120;

/**
 * The pairs of one file. Comments describe what follows them: a declaration (its body is the document,
 * the comment is not in it), or a few lines. Works on lines and indentation, in any language.
 */
export function* pairsOf(file: SourceText, random: () => number): Generator<Pair> {
  const lines = file.text.split('\n');
  const isTest = /(?:^|[/_.-])(?:tests?|spec)(?:[/_.-]|$)|Test\.\w+$/i.test(file.path);
  const asAsked = (prose: string) => (random() < 0.5 ? firstSentence(prose) : prose);
  const document = (name: string | null, content: string, path = file.path) =>
    contextualText({ path, type: name === null ? 'block' : 'function', name, content });
  const pair = (kind: PairKind, query: string, text: string, context = ''): Pair => ({
    kind,
    language: file.language.name,
    query,
    document: text,
    context,
  });
  if (file.language.name === 'markdown') {
    for (const { prose, code } of readmeExamples(lines)) {
      yield pair('readme', asAsked(prose), document(null, code, ''));
    }
    return;
  }
  let topic: string | null = null;
  let hasHeader = false;
  for (let at = 0; at < lines.length; at++) {
    const comment = commentAt(lines, at, file);
    if (comment === null) {
      const found = declarationOn(lines[at] as string);
      if (found === null) continue;
      yield* declarationPairs(at, found.name, null);
      continue;
    }
    let next = comment.end;
    while (next < lines.length && isDecoration(lines[next] as string)) next++;
    const prose = describingProse(comment.text);
    const isHeader = !hasHeader && at < 40 && (lines[next] ?? '').trim() === '';
    if (prose !== null && isHeader) {
      hasHeader = true;
      const rest = take(lines, next, lines.length, MAX_DOCUMENT);
      topic ??= prose;
      if (rest.length > 200) yield pair('file', asAsked(prose), document(null, rest));
    } else if (prose !== null) {
      const found = declarationOn(lines[next] ?? '');
      if (found !== null) {
        yield* declarationPairs(next, found.name, prose);
        at = next;
        continue;
      }
      const code = takeParagraph(lines, next);
      if (code.length > 60) yield pair('inline', asAsked(prose), document(null, code));
    }
    at = comment.end - 1;
  }

  // What a file is about is asked of any chunk of it: here of two.
  for (let times = 0; topic !== null && lines.length > 60 && times < 2; times++) {
    const start = 20 + Math.floor(random() * (lines.length - 50));
    const code = take(lines, start, lines.length, MAX_DOCUMENT);
    if (code.length > 300) yield pair('topic', asAsked(topic), document(null, code));
  }

  const words = wordsOf(
    file.path
      .split('/')
      .slice(-3)
      .join(' ')
      .replace(/\.\w+$/, ''),
  );
  if (words.length >= 2 && lines.length > 12) {
    const start = Math.floor(random() * Math.max(1, lines.length - 30));
    const code = take(lines, start, lines.length, MAX_DOCUMENT);
    if (code.length > 200) yield pair('path', words.join(' '), document(null, code, ''));
  }

  function* declarationPairs(start: number, name: string, prose: string | null): Generator<Pair> {
    const end = blockEnd(lines, start, name);
    const docstring = prose === null ? docstringAfter(lines, start, end) : null;
    const doc = prose ?? (docstring === null ? null : describingProse(docstring.text));
    const own =
      docstring === null
        ? lines.slice(start, end)
        : [...lines.slice(start, docstring.start), ...lines.slice(docstring.end, end)];
    const block = take(own, 0, own.length, MAX_DOCUMENT);
    if (block.length < 40) return;
    const room = MAX_DOCUMENT - block.length;
    const context = room > 100 ? take(lines, end, lines.length, room) : '';
    if (doc !== null) {
      if (
        /^\s*(?:[a-z]+\s+){0,4}(?:class|interface|trait|struct|module|object|protocol)\s/.test(
          block,
        )
      ) {
        topic ??= doc;
      }
      // A declaration of one line is a field, a constant, a local: not what a definition is asked for.
      const isWhole = block.trim().includes('\n');
      const kind = isWhole ? 'declaration' : 'inline';
      yield pair(kind, asAsked(doc), document(random() < 0.6 ? name : null, block), context);
      return;
    }
    const words = wordsOf(name.replaceAll('.', ' '));
    if (words.length < 2 || block.length < 120) return;
    if (isTest && /^(?:test|it|should)/i.test(name)) {
      yield pair('test', words.slice(1).join(' '), document(null, masked(block, name)));
    } else yield pair('name', words.join(' '), document(null, masked(block, name)));
  }
}

/** Examples of a README: the paragraph before a fenced block of code, with the heading above it. */
function readmeExamples(lines: readonly string[]): { prose: string; code: string }[] {
  const found: { prose: string; code: string }[] = [];
  let heading = '';
  let paragraph = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (/^#{1,4} /.test(line)) {
      heading = line.replace(/^#+ /, '');
      paragraph = '';
    } else if (
      /^```\w/.test(line) &&
      !/^```(?:sh|bash|shell|console|text|json|ya?ml|diff)/.test(line)
    ) {
      const end = lines.indexOf('```', at + 1);
      if (end < 0) break;
      const code = take(lines, at + 1, end, MAX_DOCUMENT);
      const prose = describingProse(
        `${heading}. ${paragraph}`.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
      );
      if (prose !== null && code.length > 60) found.push({ prose, code });
      paragraph = '';
      at = end;
    } else if (line.trim() !== '') {
      const before = at > 0 && (lines[at - 1] as string).trim() !== '' ? paragraph : '';
      paragraph = `${before} ${line.trim()}`;
    }
  }
  return found;
}

const masked = (code: string, name: string) => code.replaceAll(name, '_');

interface FoundComment {
  readonly text: string;
  /** The line after the comment. */
  readonly end: number;
}

/** The comment that begins on a line and fills whole lines. */
function commentAt(lines: readonly string[], at: number, file: SourceText): FoundComment | null {
  const first = (lines[at] as string).trimStart();
  const { lineComment, blockComments } = file.language;
  const isOf = (line: string) =>
    line.startsWith(lineComment) &&
    !/^#(?:!|\[|include|define|if|end|else|pragma|undef)/.test(line);
  if (isOf(first)) {
    let end = at;
    const kept: string[] = [];
    while (end < lines.length && end - at < MAX_COMMENT_LINES) {
      const line = (lines[end] as string).trimStart();
      if (!isOf(line)) break;
      kept.push(line.replace(/^(?:\/{2,}[!<]?|#+|-{2,}\s*[|^]?|%+|;+)\s?/, ''));
      end++;
    }
    return { text: kept.join('\n'), end };
  }
  const opener =
    blockComments && first.startsWith('/*') ? '*/' : first.startsWith('{-') ? '-}' : '';
  const heredoc = /^@(?:module|type)?doc\s+"""/.test(first);
  if (opener === '' && !heredoc) return null;
  const closer = heredoc ? '"""' : opener;
  const kept: string[] = [];
  for (let end = at; end < lines.length && end - at < MAX_COMMENT_LINES; end++) {
    const line = lines[end] as string;
    const from =
      end === at ? line.indexOf(heredoc ? '"""' : first.slice(0, 2)) + (heredoc ? 3 : 2) : 0;
    const close = line.indexOf(closer, from);
    const part = close < 0 ? line.slice(from) : line.slice(from, close);
    kept.push(heredoc ? part : part.replace(/^\s*[*!|]+\s?/, ''));
    if (close >= 0) return { text: kept.join('\n'), end: end + 1 };
  }
  return null;
}

/** A docstring on the lines after a signature (Python). */
function docstringAfter(
  lines: readonly string[],
  start: number,
  end: number,
): { readonly text: string; readonly start: number; readonly end: number } | null {
  if (!/^\s*(?:async\s+def|def|class)\b/.test(lines[start] as string)) return null;
  for (let at = start + 1; at < Math.min(end, start + 12); at++) {
    const line = (lines[at] as string).trim();
    const mark = /^[rRuU]?("""|''')/.exec(line);
    if (mark === null) {
      if (/:\s*(?:#.*)?$/.test(lines[at - 1] as string)) return null;
      continue;
    }
    const quote = mark[1] as string;
    const kept: string[] = [];
    for (let close = at; close < Math.min(end, at + MAX_COMMENT_LINES); close++) {
      const text = close === at ? line.slice(mark[0].length) : (lines[close] as string);
      const found = text.indexOf(quote);
      kept.push(found < 0 ? text : text.slice(0, found));
      if (found >= 0) return { text: kept.join('\n'), start: at, end: close + 1 };
    }
    return null;
  }
  return null;
}

const CLOSES =
  /^\s*(?:[)\]}>{|]|end\b|else\b|elif\b|except\b|finally\b|catch\b|where\b|then\b|fi\b|done\b|esac\b|rescue\b|ensure\b)/;

/** The line after the block that a declaration opens, by indentation. */
function blockEnd(lines: readonly string[], start: number, name: string): number {
  const indent = indentOf(lines[start] as string);
  let size = 0;
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] as string;
    size += line.length + 1;
    if (size > MAX_DOCUMENT) return at;
    if (line.trim() === '') continue;
    if (indentOf(line) > indent || CLOSES.test(line) || line.startsWith(`${name} `)) continue;
    let end = at;
    while (end > start + 1 && (lines[end - 1] as string).trim() === '') end--;
    return end;
  }
  return lines.length;
}

function indentOf(line: string): number {
  let indent = 0;
  for (const character of line) {
    if (character === '\t') indent += 4;
    else if (character === ' ') indent++;
    else break;
  }
  return indent;
}

function takeParagraph(lines: readonly string[], start: number): string {
  let end = start;
  let size = 0;
  while (end < lines.length && (lines[end] as string).trim() !== '' && size < MAX_INLINE) {
    size += (lines[end] as string).length + 1;
    end++;
  }
  return take(lines, start, end, MAX_INLINE);
}

/** Whole lines from `start`, up to `end` and about so many characters. */
function take(lines: readonly string[], start: number, end: number, characters: number): string {
  let size = 0;
  let at = start;
  while (at < end && size + (lines[at] as string).length < characters)
    size += (lines[at++] as string).length + 1;
  return lines.slice(start, at).join('\n');
}
