/** The answer from the code as data, for scripts and agents; the page draws the same from the same checker. */
import type { Generation } from '../domain/api.ts';
import {
  type CheckedClaim,
  type CitedPlace,
  checkAnswer,
  type Explanation,
  formatAnswer,
  plainText,
} from '../explain/api.ts';

/** One sentence of an answer. */
export interface ExplainStatement {
  /** Of the part that it stands in; empty before the first. */
  readonly heading: string;
  readonly text: string;
  /** Whether all that it cites is there, and all that it quotes and names stands in it. */
  readonly verified: boolean;
  readonly citations: readonly CitedPlace[];
}

export interface ExplainAnswer {
  readonly question: string;
  readonly generation: Generation;
  /** `refused`: the index does not answer; then `statements` is empty or names the nearest files. */
  readonly verdict: Explanation['verdict'];
  readonly statements: readonly ExplainStatement[];
  /** What is not in the index, as sentences. */
  readonly missing: readonly string[];
  /** Queries to try next. */
  readonly searches: readonly string[];
  /** All of it as Markdown with `[CITATION chunk_…]`. */
  readonly markdown: string;
}

/** The answer of the engine, checked: no model is asked, nothing is sent. */
export function explainAnswerOf(explanation: Explanation): ExplainAnswer {
  const { question, generation, verdict, searches, blocks, passages } = explanation;
  const statements: ExplainStatement[] = [];
  const missing: string[] = [];
  let heading = '';
  for (const block of checkAnswer(blocks, passages).blocks) {
    if (block.kind === 'heading') heading = block.text;
    if (block.kind !== 'paragraph' && block.kind !== 'item') continue;
    for (const claim of block.claims) {
      const text = textOf(claim);
      if (claim.status === 'remark') missing.push(text);
      else {
        statements.push({
          heading,
          text,
          verified: claim.status === 'verified',
          citations: claim.spans.flatMap((span) =>
            span.kind === 'citation' && span.place !== null ? [span.place] : [],
          ),
        });
      }
    }
  }
  return {
    question,
    generation,
    verdict,
    statements,
    missing,
    searches,
    markdown: formatAnswer(blocks),
  };
}

function textOf({ spans }: CheckedClaim): string {
  return plainText(spans).replace(/\s+/g, ' ').trim();
}
