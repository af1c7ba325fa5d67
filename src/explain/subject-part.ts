import type { ChunkType, Definition } from '../domain/api.ts';
import { cite, code, heading, quote, text } from './answer-parts.ts';
import type { AnswerBlock, AnswerSpan } from './answer-text.ts';
import { textOfDefinition } from './definition-text.ts';
import type { Evidence } from './evidence.ts';
import { foldQuote, quoteOccurs } from './fold.ts';
import { lastPart, type Passage, roleOf } from './passage.ts';
import { type Question, termsIn } from './question.ts';

const SUBJECTS = 4;
const MAX_QUOTE = 200;

/** What the code in question is: the best passages, each by its name, its comment and its signature. */
export function whatPart(evidence: Evidence): AnswerBlock[] {
  const items: AnswerBlock[] = [];
  const told = new Set<string>();
  for (const { passage } of evidence.passages) {
    if (items.length === SUBJECTS) break;
    const subject = subjectOf(passage, evidence.question);
    // Parts of one long definition are one subject.
    const key = `${passage.path} ${subject.name ?? passage.startLine}`;
    if (told.has(key)) continue;
    told.add(key);
    const said = statement(passage, subject, evidence);
    if (said !== null) items.push(said);
  }
  return items.length === 0 ? [] : [heading('What it is'), ...items];
}

interface Subject {
  readonly name: string | null;
  readonly definition: Definition | null;
}

/** Of several definitions in a passage, the one whose name has most of the question's words. */
function subjectOf(passage: Passage, question: Question): Subject {
  const wanted = new Set(question.words.flatMap(({ parts }) => parts));
  let best: Definition | null = null;
  let most = -1;
  for (const definition of passage.definitions) {
    const named = question.names.some(
      (name) => definition.name === name || lastPart(definition.name) === name,
    );
    const met = [...termsIn(lastPart(definition.name))].filter((term) => wanted.has(term)).length;
    const worth = met + (named ? 10 : 0) + (definition.name === passage.name ? 0.5 : 0);
    if (worth > most) {
      best = definition;
      most = worth;
    }
  }
  return { name: best?.name ?? passage.name, definition: best };
}

/** Null for a passage that only imports. */
function statement(
  passage: Passage,
  { name, definition }: Subject,
  evidence: Evidence,
): AnswerBlock | null {
  const sameFile = evidence.around.filter(({ path }) => path === passage.path);
  const told = definition === null ? null : textOfDefinition(passage, definition, sameFile);
  const spans: AnswerSpan[] = [];
  if (name === null || passage.type === 'section') {
    spans.push(code(passage.path));
    if (name !== null) spans.push(text(', under '), code(name));
  } else {
    const kind = definition === null ? null : NOUNS[definition.kind];
    spans.push(
      code(name),
      text(kind === null || kind === undefined ? ' in ' : `, ${kind} in `),
      code(passage.path),
    );
  }
  if (told?.doc) {
    const { sentence, passage: source, line } = told.doc;
    if (source.chunkId === passage.chunkId && source.startLine === passage.startLine) {
      spans.push(text(': '), quote(sentence), text(' '), code(told.signature), text(' '));
      spans.push(cite(passage, { start: Math.min(line, told.lines.start), end: told.lines.end }));
    } else {
      spans.push(
        text(': '),
        code(told.signature),
        text(' '),
        cite(passage, told.lines),
        text('. '),
      );
      spans.push(
        text('It says '),
        quote(sentence),
        text(' '),
        cite(source, { start: line, end: line }),
      );
    }
  } else if (told !== null) {
    spans.push(text(': '), code(told.signature), text(' '), cite(passage, told.lines));
  } else {
    const line = tellingLine(passage, evidence.question);
    if (
      line !== null &&
      name === null &&
      /^(?:import|from|export \*|require|use)\b/.test(line.text)
    )
      return null;
    if (line === null) {
      spans.push(text(' '), cite(passage, null));
    } else {
      spans.push(text(': '), line.prose ? quote(line.text) : code(line.text), text(' '));
      spans.push(cite(passage, { start: line.number, end: line.number }));
    }
  }
  return { kind: 'item', depth: 0, spans };
}

const NOUNS: Readonly<Partial<Record<ChunkType | Definition['kind'], string>>> = {
  function: 'a function',
  method: 'a method',
  class: 'a class',
  interface: 'an interface',
  enum: 'an enumeration',
  type: 'a type',
  module: 'a module',
  variable: 'a variable',
  macro: 'a macro',
  property: 'a property',
};

/** The line that holds most of the question's words; the first that says something when none does. */
function tellingLine(
  passage: Passage,
  question: Question,
): { readonly text: string; readonly number: number; readonly prose: boolean } | null {
  const wanted = new Set(question.words.flatMap(({ parts }) => parts));
  const folded = foldQuote(passage.text);
  let best: { text: string; number: number; prose: boolean } | null = null;
  let most = -1;
  for (const [index, raw] of passage.text.split('\n').entries()) {
    const line = foldQuote(raw);
    if (line.length > MAX_QUOTE || !/[\p{L}\p{N}]{2}/u.test(line)) continue;
    if (!quoteOccurs(line, folded)) continue;
    const met = [...termsIn(line)].filter((term) => wanted.has(term)).length;
    if (met <= most) continue;
    most = met;
    const prose = roleOf(passage.path, passage.language) === 'document' || line !== raw.trim();
    best = { text: line, number: passage.startLine + index, prose };
  }
  return best;
}
