/**
 * The one checker of every answer, made here, streamed or pasted. It is pure: blocks and passages in, findings out.
 *
 * A claim is a sentence. It is verified when it cites a retrieved passage, all that it cites was retrieved, what it
 * quotes stands in a passage that it cites, the identifiers it names occur in the retrieved text, and it shares a
 * word with what it cites. Parts that speak of what is missing are remarks: there is nothing to cite.
 */
import type { ChunkId } from '../domain/api.ts';
import { STOP_WORDS } from '../index/api.ts';
import {
  type AnswerBlock,
  type AnswerSpan,
  type CitedLines,
  isRemarkHeading,
  plainText,
} from './answer-text.ts';
import { claimsOf } from './claims.ts';
import { foldQuote, quoteOccurs } from './fold.ts';
import type { Passage } from './passage.ts';
import { mentionsOf, termsIn } from './question.ts';

export type FindingKind =
  | 'no-citation'
  | 'unknown-chunk'
  | 'lines-outside'
  | 'quote-not-found'
  | 'unknown-name'
  | 'nothing-in-common';

/** Something that is wrong with a claim. */
export interface Finding {
  readonly kind: FindingKind;
  /** The span it is about, or the beginning of the claim. */
  readonly excerpt: string;
}

/** Where a valid citation leads. */
export interface CitedPlace {
  readonly chunkId: ChunkId;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

export type CheckedSpan =
  | Exclude<AnswerSpan, { readonly kind: 'citation' }>
  /** `place` is null when it names nothing that was retrieved. */
  | {
      readonly kind: 'citation';
      readonly chunkId: string;
      readonly lines: CitedLines | null;
      readonly place: CitedPlace | null;
    };

export interface CheckedClaim {
  readonly spans: readonly CheckedSpan[];
  readonly status: 'verified' | 'unverified' | 'remark';
  readonly findings: readonly Finding[];
}

export type CheckedBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | {
      readonly kind: 'paragraph' | 'item';
      readonly depth: number;
      readonly claims: readonly CheckedClaim[];
    }
  | {
      readonly kind: 'fence';
      readonly text: string;
      readonly status: 'verified' | 'unverified' | 'remark';
      readonly findings: readonly Finding[];
    };

export interface CheckedAnswer {
  readonly blocks: readonly CheckedBlock[];
  /** Claims and quoted blocks, without remarks. */
  readonly claims: number;
  readonly verified: number;
  /** Distinct places in the order they are cited first. */
  readonly places: readonly CitedPlace[];
  readonly findings: readonly Finding[];
}

/** Checks an answer against all passages that were retrieved for it. Cost: linear in both. */
export function checkAnswer(
  blocks: readonly AnswerBlock[],
  passages: readonly Passage[],
): CheckedAnswer {
  const retrieved = new Retrieved(passages);
  const checked: CheckedBlock[] = [];
  let remarks = false;
  /** What the last claims cite, for a fence that follows them. */
  let citedBefore: readonly Passage[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'heading') {
      const text = plainText(block.spans);
      remarks = isRemarkHeading(text);
      checked.push({ kind: 'heading', text });
    } else if (block.kind === 'fence') {
      const next = blocks[index + 1];
      const after =
        next === undefined || next.kind === 'fence' ? [] : retrieved.citedBy(next.spans);
      checked.push(checkFence(block.text, remarks, [...citedBefore, ...after], retrieved));
    } else {
      const leadsIn = blocks[index + 1]?.kind === 'fence' || blocks[index + 1]?.kind === 'item';
      const claims = claimsOf(block.spans).map((spans) =>
        checkClaim(spans, remarks, leadsIn, retrieved),
      );
      citedBefore = retrieved.citedBy(block.spans);
      checked.push({ kind: block.kind, depth: block.kind === 'item' ? block.depth : 0, claims });
    }
  }
  return summed(checked);
}

function checkClaim(
  spans: readonly AnswerSpan[],
  remarks: boolean,
  leadsIn: boolean,
  retrieved: Retrieved,
): CheckedClaim {
  const text = plainText(spans).trim();
  const citations = spans.filter((span) => span.kind === 'citation');
  const cited = retrieved.citedBy(spans);
  const named = new Set(spans.flatMap((span) => (span.kind === 'code' ? [span.text] : [])));
  const findings: Finding[] = [];
  for (const citation of citations) {
    const passage = retrieved.passage(citation.chunkId, citation.lines, named);
    if (passage === null) findings.push({ kind: 'unknown-chunk', excerpt: citation.chunkId });
    else if (!linesFit(citation.lines, passage)) {
      findings.push({
        kind: 'lines-outside',
        excerpt: `${citation.chunkId} L${citation.lines?.start}`,
      });
    }
  }
  for (const span of spans) {
    if (span.kind === 'quote' || (span.kind === 'code' && isCode(span.text))) {
      const within = cited.length > 0 ? cited : remarks ? retrieved.passages : [];
      // A path may hold blanks; a section's name is its whole trail of headings, of which the text has the last.
      const found = within.some(
        (passage) =>
          passage.name === span.text ||
          passage.path === span.text ||
          quoteOccurs(span.text, retrieved.folded(passage)),
      );
      if (!found) {
        findings.push({ kind: 'quote-not-found', excerpt: excerptOf(span.text) });
      }
    } else if (span.kind === 'code' && !remarks && !retrieved.knows(span.text)) {
      findings.push({ kind: 'unknown-name', excerpt: excerptOf(span.text) });
    }
  }
  const exempt =
    remarks ||
    !/[\p{L}\p{N}]/u.test(text) ||
    /\?\s*$/.test(text) ||
    (leadsIn && /:\s*$/.test(text));
  if (citations.length === 0 && !exempt)
    findings.push({ kind: 'no-citation', excerpt: excerptOf(text) });
  if (cited.length > 0 && !exempt && !retrieved.shareWord(text, cited)) {
    findings.push({ kind: 'nothing-in-common', excerpt: excerptOf(text) });
  }
  return {
    spans: spans.map((span) =>
      span.kind === 'citation'
        ? {
            ...span,
            place: placeOf(retrieved.passage(span.chunkId, span.lines, named), span.lines),
          }
        : span,
    ),
    // A remark that cites or quotes is held to it.
    status:
      findings.length > 0 ? 'unverified' : exempt && citations.length === 0 ? 'remark' : 'verified',
    findings,
  };
}

function checkFence(
  text: string,
  remarks: boolean,
  cited: readonly Passage[],
  retrieved: Retrieved,
): CheckedBlock {
  if (text.trim() === '' || remarks) return { kind: 'fence', text, status: 'remark', findings: [] };
  const found = cited.some((passage) => quoteOccurs(text, retrieved.folded(passage)));
  return found
    ? { kind: 'fence', text, status: 'verified', findings: [] }
    : {
        kind: 'fence',
        text,
        status: 'unverified',
        findings: [
          {
            kind: cited.length === 0 ? 'no-citation' : 'quote-not-found',
            excerpt: excerptOf(text),
          },
        ],
      };
}

function summed(blocks: readonly CheckedBlock[]): CheckedAnswer {
  const findings: Finding[] = [];
  const places = new Map<string, CitedPlace>();
  let claims = 0;
  let verified = 0;
  const count = (status: CheckedClaim['status']): void => {
    if (status !== 'remark') claims++;
    if (status === 'verified') verified++;
  };
  for (const block of blocks) {
    if (block.kind === 'fence') {
      count(block.status);
      findings.push(...block.findings);
    }
    if (block.kind !== 'paragraph' && block.kind !== 'item') continue;
    for (const claim of block.claims) {
      count(claim.status);
      findings.push(...claim.findings);
      for (const span of claim.spans) {
        if (span.kind !== 'citation' || span.place === null) continue;
        const { path, startLine, endLine } = span.place;
        const key = `${path}:${startLine}-${endLine}`;
        if (!places.has(key)) places.set(key, span.place);
      }
    }
  }
  return { blocks, claims, verified, places: [...places.values()], findings };
}

/** The retrieved passages, indexed for the checker. */
class Retrieved {
  readonly passages: readonly Passage[];
  readonly #byId = new Map<string, Passage[]>();
  readonly #folded = new Map<Passage, string>();
  readonly #terms = new Map<Passage, ReadonlySet<string>>();

  constructor(passages: readonly Passage[]) {
    this.passages = passages;
    for (const passage of passages) {
      const same = this.#byId.get(passage.chunkId);
      if (same === undefined) this.#byId.set(passage.chunkId, [passage]);
      else same.push(passage);
    }
  }

  /** Of the same text in several places the one whose path is named, else the best ranked one; those that have the lines first. */
  passage(chunkId: string, lines: CitedLines | null, named: ReadonlySet<string>): Passage | null {
    const places = this.#places(chunkId, lines);
    return places.find(({ path }) => named.has(path)) ?? places[0] ?? null;
  }

  /** All places of the cited texts. */
  citedBy(spans: readonly AnswerSpan[]): Passage[] {
    return spans.flatMap((span) =>
      span.kind === 'citation' ? this.#places(span.chunkId, span.lines) : [],
    );
  }

  #places(chunkId: string, lines: CitedLines | null): readonly Passage[] {
    const same = this.#byId.get(chunkId) ?? [];
    const fitting = same.filter((passage) => linesFit(lines, passage));
    return fitting.length > 0 ? fitting : same;
  }

  folded(passage: Passage): string {
    let folded = this.#folded.get(passage);
    if (folded === undefined) {
      folded = foldQuote(passage.text);
      this.#folded.set(passage, folded);
    }
    return folded;
  }

  /** Whether an identifier or a path occurs in anything retrieved. */
  knows(code: string): boolean {
    const name = code.replace(/\(.*\)$/s, '').replace(/^[.#@]+|[.,;:]+$/g, '');
    if (name === '') return true;
    return this.passages.some(
      (passage) =>
        mentionsOf(name, passage.text).length > 0 ||
        passage.name === name ||
        passage.definitions.some((definition) => definition.name === name) ||
        passage.path === name ||
        passage.path.endsWith(`/${name}`) ||
        (name.length >= 4 && `${passage.path}/`.startsWith(name.endsWith('/') ? name : `${name}/`)),
    );
  }

  /** Whether a text has a word that says something, of three letters or more, in common with a passage. */
  shareWord(text: string, cited: readonly Passage[]): boolean {
    const said = [...termsIn(text, STOP_WORDS)].filter((term) => term.length >= 3);
    if (said.length === 0) return true;
    return cited.some((passage) => {
      let terms = this.#terms.get(passage);
      if (terms === undefined) {
        terms = termsIn(`${passage.path} ${passage.name ?? ''} ${passage.text}`);
        this.#terms.set(passage, terms);
      }
      return said.some((term) => terms.has(term));
    });
  }
}

/** Code, rather than a single identifier, path or literal. */
function isCode(text: string): boolean {
  return /\s/.test(text.trim()) || /[{};=<>]/.test(text);
}

function linesFit(lines: CitedLines | null, passage: Passage): boolean {
  return lines === null || (lines.start >= passage.startLine && lines.end <= passage.endLine);
}

function placeOf(passage: Passage | null, lines: CitedLines | null): CitedPlace | null {
  if (passage === null) return null;
  const { chunkId, path } = passage;
  const fit = lines !== null && linesFit(lines, passage);
  return {
    chunkId,
    path,
    startLine: fit ? lines.start : passage.startLine,
    endLine: fit ? lines.end : passage.endLine,
  };
}

function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
