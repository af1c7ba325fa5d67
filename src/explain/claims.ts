import type { AnswerSpan } from './answer-text.ts';

/** Ends of sentences, not those of common abbreviations and not within `a.b`. */
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|etc|vs|cf|resp|approx|Fig|No))[.!?…]["”')\]]*(?=\s)/g;

/**
 * Cuts a block's spans into claims: sentences, each with the citations that stand in it or right behind its end.
 * The spans of all claims in order are the block's spans, but for texts that are cut in two.
 */
export function claimsOf(spans: readonly AnswerSpan[]): AnswerSpan[][] {
  const sentences: AnswerSpan[][] = [];
  let current: AnswerSpan[] = [];
  const close = (): void => {
    if (current.length > 0) sentences.push(current);
    current = [];
  };
  for (const span of spans) {
    if (span.kind !== 'text') {
      current.push(span);
      continue;
    }
    let from = 0;
    // A text that only separates two citations belongs to them.
    for (const match of `${span.text} `.matchAll(SENTENCE_END)) {
      const end = match.index + match[0].length;
      if (end > span.text.length) break;
      current.push({ kind: 'text', text: span.text.slice(from, end) });
      from = end;
      close();
    }
    if (from < span.text.length) current.push({ kind: 'text', text: span.text.slice(from) });
  }
  close();
  return attachCitations(sentences);
}

/** Citations at the beginning of a sentence speak of the one before it, which ended without any. */
function attachCitations(sentences: readonly AnswerSpan[][]): AnswerSpan[][] {
  const claims: AnswerSpan[][] = [];
  for (const sentence of sentences) {
    let lead = 0;
    while (lead < sentence.length && isLead(sentence[lead] as AnswerSpan)) lead++;
    const hasCitation = sentence.slice(0, lead).some(({ kind }) => kind === 'citation');
    const before = claims.at(-1);
    if (before === undefined || !hasCitation) {
      claims.push(sentence);
      continue;
    }
    // The blank after the last of them stays with the next sentence.
    while (lead > 0 && sentence[lead - 1]?.kind !== 'citation') lead--;
    before.push(...sentence.slice(0, lead));
    const rest = sentence.slice(lead);
    if (rest.length > 0) {
      const text = rest.map((span) => (span.kind === 'citation' ? '' : span.text)).join('');
      // What is left of `[…].` after the citations have gone.
      if (/[\p{L}\p{N}]/u.test(text) || rest.some(({ kind }) => kind === 'citation'))
        claims.push(rest);
      else before.push(...rest);
    }
  }
  return claims;
}

function isLead(span: AnswerSpan): boolean {
  return span.kind === 'citation' || (span.kind === 'text' && /^[\s,;.)\]]*$/.test(span.text));
}
