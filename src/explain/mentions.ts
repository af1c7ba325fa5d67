import type { CitedLines } from './answer-text.ts';
import { lastPart, type Passage } from './passage.ts';
import { mentionsOf } from './question.ts';

export type MentionKind = 'call' | 'import' | 'inheritance' | 'other';

/** One line of a passage that names something. */
export interface Mention {
  readonly passage: Passage;
  readonly kind: MentionKind;
  /** As it stands there, trimmed. */
  readonly code: string;
  readonly lines: CitedLines;
}

const MAX_LINE = 160;
const COMMENT = /^\s*(?:\/\/|\/\*|\*|#\s|--\s|""")/;

/** The most telling mention of a name in a passage: a call before an inheritance before an import; null for none. */
export function mentionIn(passage: Passage, qualified: string): Mention | null {
  const name = lastPart(qualified);
  const lines = passage.text.split('\n');
  let best: Mention | null = null;
  for (const [index, line] of lines.entries()) {
    if (!line.includes(name) || COMMENT.test(line)) continue;
    const [span] = mentionsOf(name, line);
    if (span === undefined) continue;
    const code = line.trim();
    if (code.length > MAX_LINE || code === '') continue;
    const number = passage.startLine + index;
    const mention: Mention = {
      passage,
      kind: kindOf(line, span.start, span.end),
      code,
      lines: { start: number, end: number },
    };
    if (best === null || WORTH[mention.kind] > WORTH[best.kind]) best = mention;
  }
  return best;
}

const WORTH: Readonly<Record<MentionKind, number>> = {
  call: 3,
  inheritance: 2,
  import: 1,
  other: 0,
};

function kindOf(line: string, start: number, end: number): MentionKind {
  const before = line.slice(0, start);
  const after = line.slice(end);
  if (
    /^\s*(?:import|from|export\s*(?:type\s*)?\{|use|#include|require|using)\b/.test(line) ||
    /\b(?:require|import)\(\s*["'`]?[^"'`()]*$/.test(before) ||
    /^[\w$\s,:}]*=\s*(?:await\s+)?(?:require|import)\(/.test(after)
  ) {
    return 'import';
  }
  if (/\b(?:extends|implements|mixin|with)\s+[\w$,.<>\s]*$/.test(before)) return 'inheritance';
  if (
    /^\s*(?:<[^()]{0,60}>)?\s*\(/.test(after) &&
    !/\b(?:function|def|fn|func|class)\s+$/.test(before)
  )
    return 'call';
  if (/\bnew\s+(?:[\w$]+\.)*$/.test(before)) return 'call';
  return 'other';
}

/** Who mentions it: the definition that a passage is, else its file. */
export function speakerOf(passage: Passage): string | null {
  if (passage.type === 'section' || passage.type === 'file') return null;
  return passage.name ?? passage.definitions[0]?.name ?? null;
}

/** Names that the text calls: identifiers before a parenthesis, in their order, each once. */
export function calledNames(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(
    /(?<![\w$])([A-Za-z_$][\w$]{3,60})\s*(?:<[^()<>]{0,40}>)?\(/g,
  )) {
    names.add(match[1] as string);
  }
  return [...names].filter((name) => !KEYWORDS.has(name));
}

const KEYWORDS = new Set(
  'catch switch while return function typeof await super this with constructor print assert require elif except lambda range sizeof'.split(
    ' ',
  ),
);
