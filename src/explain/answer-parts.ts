/** The pieces that an answer from the code is made of. */
import type { AnswerBlock, AnswerSpan, CitedLines } from './answer-text.ts';
import type { Passage } from './passage.ts';

export function heading(title: string): AnswerBlock {
  return { kind: 'heading', spans: [text(title)] };
}

export function item(...spans: AnswerSpan[]): AnswerBlock {
  return { kind: 'item', depth: 0, spans };
}

/** A sentence that cites nothing. */
export function remark(sentence: string): AnswerBlock {
  return item(text(sentence));
}

export function text(value: string): AnswerSpan {
  return { kind: 'text', text: value };
}

export function code(value: string): AnswerSpan {
  return { kind: 'code', text: value };
}

export function quote(value: string): AnswerSpan {
  return { kind: 'quote', text: value };
}

/** Null for the whole passage. */
export function cite(passage: Passage, lines: CitedLines | null): AnswerSpan {
  return { kind: 'citation', chunkId: passage.chunkId, lines };
}
