/**
 * The answer without a model: what the passages say of themselves, arranged. Every statement is made of names, paths
 * and verbatim quotations, and cites the lines it was taken from, so that the checker must find nothing.
 */
import type { ChunkId, ChunkType, Definition, Generation } from '../domain/api.ts';
import { type AnswerBlock, type AnswerSpan, type CitedLines, HEADINGS } from './answer-text.ts';
import { textOfDefinition } from './definition-text.ts';
import type { Evidence, SymbolEvidence } from './evidence.ts';
import { foldQuote, quoteOccurs } from './fold.ts';
import { type Mention, type MentionKind, mentionIn, speakerOf } from './mentions.ts';
import { defines, lastPart, type Passage, placeKey, roleOf } from './passage.ts';
import { type Question, termsIn } from './question.ts';
import type { Strength } from './strength.ts';

/** An answer made of passages alone, or the refusal of one. */
export interface Explanation {
  readonly question: string;
  readonly generation: Generation;
  readonly verdict: Strength['verdict'];
  /** 0 to 1: the calibrated chance that the code answers the question. */
  readonly chance: number;
  readonly blocks: readonly AnswerBlock[];
  /** All that was retrieved, best first: what citations may name. */
  readonly passages: readonly Passage[];
  /** Of these, the ones that look as if they held a secret: never sent to a model. Filled in by the engine. */
  readonly secretChunks: readonly ChunkId[];
  /** Further queries worth trying, best first. */
  readonly searches: readonly string[];
}

const SUBJECTS = 4;
const NEAREST = 3;
const MENTIONS_A_KIND = 4;
const MAX_QUOTE = 200;

/** Pure: the same evidence gives the same answer. */
export function composeExplanation(evidence: Evidence): Explanation {
  const { verdict, chance } = evidence.strength;
  const searches = nextSearches(evidence);
  const blocks =
    verdict === 'refused'
      ? [...refusal(evidence), ...missingPart(evidence, true), ...searchPart(searches)]
      : [
          ...whatPart(evidence),
          ...wherePart(evidence),
          ...bondPart(evidence),
          ...missingPart(evidence, false),
          ...(verdict === 'partly' ? searchPart(searches) : []),
        ];
  return {
    question: evidence.question.text,
    generation: evidence.generation,
    verdict,
    chance,
    blocks,
    passages: passagesToKeep(evidence, blocks),
    secretChunks: [],
    searches,
  };
}

function whatPart(evidence: Evidence): AnswerBlock[] {
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

/** Definitions that stand elsewhere, then what uses them: source, tests, configuration, documents. */
function wherePart(evidence: Evidence): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  for (const symbol of evidence.symbols) {
    const [first, ...others] = symbol.definitions;
    if (first === undefined) continue;
    for (const passage of others.slice(0, 2)) {
      if (passage.path === first.path) continue;
      const definition = definitionOf(passage, symbol.name);
      const lines = definition === null ? null : { start: definition.line, end: definition.line };
      blocks.push(
        item(
          code(symbol.name),
          text(' is also defined in '),
          code(passage.path),
          text(' '),
          cite(passage, lines),
        ),
      );
    }
    const mentions = mentionsOfSymbol(symbol);
    const count = new Map<MentionKind | 'test', number>();
    for (const mention of mentions) {
      const role = roleOf(mention.passage.path, mention.passage.language);
      const kind = role === 'test' ? 'test' : mention.kind;
      const so = (count.get(kind) ?? 0) + 1;
      count.set(kind, so);
      if (so > (kind === 'test' ? 2 : MENTIONS_A_KIND)) continue;
      if (role === 'test') blocks.push(mentionItem(symbol.name, 'is tested in', mention));
      else if (role === 'configuration')
        blocks.push(mentionItem(symbol.name, 'is configured in', mention));
      else if (role === 'document')
        blocks.push(mentionItem(symbol.name, 'is described in', mention));
      else if (kind === 'call' && speakerOf(mention.passage) === null) {
        blocks.push(mentionItem(symbol.name, 'is called in', mention));
      }
    }
  }
  return blocks.length === 0 ? [] : [heading('Where'), ...blocks.slice(0, 8)];
}

/** Who calls, extends or imports whom, by name. */
function bondPart(evidence: Evidence): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  for (const symbol of evidence.symbols) {
    const [definition] = symbol.definitions;
    if (definition === undefined) continue;
    const shown = new Map<MentionKind, number>();
    for (const mention of mentionsOfSymbol(symbol)) {
      const speaker = speakerOf(mention.passage);
      if (roleOf(mention.passage.path, mention.passage.language) !== 'source') continue;
      const so = shown.get(mention.kind) ?? 0;
      const most = mention.kind === 'import' ? 2 : MENTIONS_A_KIND;
      if (so >= most || mention.kind === 'other') continue;
      if (mention.kind === 'import') {
        blocks.push(
          item(
            code(mention.passage.path),
            text(' imports '),
            code(lastPart(symbol.name)),
            ...evidenceOf(mention),
          ),
        );
      } else if (speaker !== null && lastPart(speaker) !== lastPart(symbol.name)) {
        const verb = mention.kind === 'call' ? ' calls ' : ' builds on ';
        blocks.push(
          item(
            code(speaker),
            text(verb),
            code(lastPart(symbol.name)),
            text(' in '),
            code(mention.passage.path),
            ...evidenceOf(mention),
          ),
        );
      } else {
        continue;
      }
      shown.set(mention.kind, so + 1);
    }
    for (const { name, definition: called } of symbol.calls) {
      const mention = mentionIn(definition, name);
      const place = definitionOf(called, name);
      if (mention === null || place === null) continue;
      blocks.push(
        item(
          code(symbol.name),
          text(' calls '),
          code(name),
          text(' '),
          cite(definition, mention.lines),
          text(', which is defined in '),
          code(called.path),
          text(' '),
          cite(called, { start: place.line, end: place.line }),
        ),
      );
    }
  }
  return blocks.length === 0 ? [] : [heading('How it hangs together'), ...blocks.slice(0, 10)];
}

function mentionsOfSymbol(symbol: SymbolEvidence): Mention[] {
  const mentions = symbol.mentions.flatMap((passage) => {
    const mention = mentionIn(passage, symbol.name);
    return mention === null ? [] : [mention];
  });
  // One line of a file stands for the file.
  const seen = new Set<string>();
  return mentions.filter(({ passage, kind }) => {
    const key = `${passage.path} ${kind} ${speakerOf(passage)}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function mentionItem(name: string, verb: string, mention: Mention): AnswerBlock {
  return item(
    code(lastPart(name)),
    text(` ${verb} `),
    code(mention.passage.path),
    ...evidenceOf(mention),
  );
}

function evidenceOf(mention: Mention): AnswerSpan[] {
  return [
    text(': '),
    code(mention.code),
    text(' '),
    cite(mention.passage, mention.lines),
    text('.'),
  ];
}

function refusal(evidence: Evidence): AnswerBlock[] {
  const blocks: AnswerBlock[] = [
    heading(HEADINGS.judgement),
    {
      kind: 'paragraph',
      spans: [
        text(
          evidence.passages.length === 0
            ? 'Nothing in this index has to do with the question.'
            : 'What was found does not answer the question, so no answer is given.',
        ),
      ],
    },
  ];
  const files = new Set<string>();
  const nearest: AnswerBlock[] = [];
  for (const { passage } of evidence.passages) {
    if (nearest.length === NEAREST || files.has(passage.path)) continue;
    files.add(passage.path);
    nearest.push(item(code(passage.path), text(' '), cite(passage, null)));
  }
  return nearest.length === 0 ? blocks : [...blocks, heading('Nearest files'), ...nearest];
}

/** Words and names of the question that nothing retrieved has, and what would be needed. */
function missingPart(evidence: Evidence, refused: boolean): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  const undefinedNames = evidence.question.names.filter(
    (name) =>
      !evidence.symbols.some((symbol) => lastPart(symbol.name) === lastPart(name)) &&
      !evidence.passages.some(
        ({ passage }) => defines(passage, name) || passage.path.includes(name),
      ),
  );
  for (const name of undefinedNames) {
    blocks.push(
      remark(
        `“${name}” is defined nowhere in the index: if it is a name, the file that defines it is needed.`,
      ),
    );
  }
  for (const word of evidence.words) {
    if (word.met || undefinedNames.includes(word.text)) continue;
    if (word.chunks === 0) {
      const nearest =
        evidence.unknown.find(({ term }) => term.toLowerCase() === word.text.toLowerCase())
          ?.nearest ?? [];
      const hint = nearest.length === 0 ? '' : ` Nearest: ${nearest.join(', ')}.`;
      blocks.push(remark(`Nothing about “${word.text}”: no chunk holds the word.${hint}`));
    } else {
      blocks.push(
        remark(
          `“${word.text}” occurs in ${word.chunks} ${word.chunks === 1 ? 'chunk' : 'chunks'}, but not with the rest of the question.`,
        ),
      );
    }
  }
  if (blocks.length === 0) {
    if (!refused) return [];
    blocks.push(remark('The words of the question occur, but nowhere together.'));
  }
  return [heading(HEADINGS.missing), ...blocks];
}

function searchPart(searches: readonly string[]): AnswerBlock[] {
  if (searches.length === 0) return [];
  return [heading(HEADINGS.next), ...searches.map((search) => item(text(search)))];
}

/** The nearest words in place of unknown ones, rare words alone, the folder that came nearest. */
function nextSearches({ question, words, unknown, passages, symbols }: Evidence): string[] {
  const searches = new Set<string>();
  for (const { term, nearest } of unknown) {
    const [better] = nearest;
    if (
      better !== undefined &&
      question.words.some(({ text: word }) => word.toLowerCase() === term.toLowerCase())
    ) {
      searches.add(
        words
          .map(({ text: word }) => (word.toLowerCase() === term.toLowerCase() ? better : word))
          .join(' '),
      );
    }
  }
  const rare = words.filter(({ chunks }) => chunks > 0).sort((a, b) => b.weight - a.weight);
  if (rare.length > 0 && rare.length < words.length)
    searches.add(rare.map(({ text: word }) => word).join(' '));
  for (const { name } of symbols.slice(0, 2)) searches.add(lastPart(name));
  const folder = passages[0]?.passage.path.split('/').slice(0, -1).join('/');
  const [rarest] = rare;
  if (folder && rarest !== undefined) searches.add(`${rarest.text} path:${folder}/`);
  searches.delete(question.text);
  return [...searches].slice(0, 4);
}

function definitionOf(passage: Passage, name: string): Definition | null {
  return (
    passage.definitions.find((definition) => definition.name === name) ??
    passage.definitions.find((definition) => lastPart(definition.name) === lastPart(name)) ??
    null
  );
}

/** Ranked passages, then definitions of symbols, then whatever else the answer cites; each place once. */
function passagesToKeep(evidence: Evidence, blocks: readonly AnswerBlock[]): Passage[] {
  const places = new Map<string, Passage>();
  const add = (passage: Passage): void => {
    const key = placeKey(passage);
    if (!places.has(key)) places.set(key, passage);
  };
  for (const { passage } of evidence.passages) add(passage);
  for (const { definitions } of evidence.symbols) definitions.forEach(add);
  const cited = new Set(
    blocks.flatMap((block) =>
      block.kind === 'fence'
        ? []
        : block.spans.flatMap((span) => (span.kind === 'citation' ? [span.chunkId] : [])),
    ),
  );
  for (const { mentions, calls } of evidence.symbols) {
    for (const passage of [...mentions, ...calls.map(({ definition }) => definition)]) {
      if (cited.has(passage.chunkId)) add(passage);
    }
  }
  for (const passage of evidence.around) if (cited.has(passage.chunkId)) add(passage);
  return [...places.values()];
}

function heading(title: string): AnswerBlock {
  return { kind: 'heading', spans: [text(title)] };
}

function item(...spans: AnswerSpan[]): AnswerBlock {
  return { kind: 'item', depth: 0, spans };
}

function remark(sentence: string): AnswerBlock {
  return item(text(sentence));
}

function text(value: string): AnswerSpan {
  return { kind: 'text', text: value };
}

function code(value: string): AnswerSpan {
  return { kind: 'code', text: value };
}

function quote(value: string): AnswerSpan {
  return { kind: 'quote', text: value };
}

function cite(passage: Passage, lines: CitedLines | null): AnswerSpan {
  return { kind: 'citation', chunkId: passage.chunkId, lines };
}
