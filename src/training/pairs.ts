import { contextualText, wordsOf } from '../embedding/api.ts';
import { blockEnd, MAX_DOCUMENT, take, takeParagraph } from './blocks.ts';
import { commentAt, docstringAfter } from './comments.ts';
import { declarationOn, isDecoration } from './declarations.ts';
import { describingProse, firstSentence } from './prose.ts';
import { readmeExamples } from './readme.ts';
import { isTestPath, type SourceText } from './source-files.ts';

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

/**
 * The pairs of one file. Comments describe what follows them: a declaration (its body is the document,
 * the comment is not in it), or a few lines. Works on lines and indentation, in any language.
 */
export function* pairsOf(file: SourceText, random: () => number): Generator<Pair> {
  const lines = file.text.split('\n');
  const isTest = isTestPath(file.path);
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

const masked = (code: string, name: string) => code.replaceAll(name, '_');
