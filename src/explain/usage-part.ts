import type { Definition } from '../domain/api.ts';
import { cite, code, heading, item, text } from './answer-parts.ts';
import type { AnswerBlock, AnswerSpan } from './answer-text.ts';
import type { Evidence, SymbolEvidence } from './evidence.ts';
import { type Mention, type MentionKind, mentionIn, speakerOf } from './mentions.ts';
import { lastPart, type Passage, roleOf } from './passage.ts';

const MENTIONS_A_KIND = 4;

/** Definitions that stand elsewhere, then what uses them: source, tests, configuration, documents. */
export function wherePart(evidence: Evidence): AnswerBlock[] {
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
export function bondPart(evidence: Evidence): AnswerBlock[] {
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

function definitionOf(passage: Passage, name: string): Definition | null {
  return (
    passage.definitions.find((definition) => definition.name === name) ??
    passage.definitions.find((definition) => lastPart(definition.name) === lastPart(name)) ??
    null
  );
}
