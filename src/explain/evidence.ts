import type { Generation, SearchReply } from '../domain/api.ts';
import type { Passage } from './passage.ts';
import type { Question } from './question.ts';

/** How well the passages answer, before anything is said. */
export interface Strength {
  readonly verdict: 'answered' | 'partly' | 'refused';
  /** Logistic of the weighted features, 0 to 1: the calibrated chance that the code answers. */
  readonly chance: number;
  readonly features: StrengthFeatures;
}

export interface StrengthFeatures {
  /** Highest cosine of the question with one of the first passages; 0 without vectors. */
  readonly similarity: number;
  /** Highest share of the question's words, weighted by rarity, in one of the first passages. */
  readonly coverage: number;
  /** Share of the question's words, by weight, that the first passages hold together. */
  readonly met: number;
  /** 1 when the question names something that a first passage defines. */
  readonly named: number;
}

/** A retrieved passage and why it was. */
export interface RankedPassage {
  readonly passage: Passage;
  /** Cosine with the question, -1 to 1; null when the meaning was not compared. */
  readonly similarity: number | null;
  /** Share of the question's words, weighted by rarity, that the passage, its name or its path hold. */
  readonly coverage: number;
  /** Of the order below: unbounded, only for comparison. */
  readonly score: number;
}

/** A word of the question, and how common it is. */
export interface EvidenceWord {
  readonly text: string;
  /** Chunks that hold it. */
  readonly chunks: number;
  /** Rarity in nats; words that occur nowhere have the most. */
  readonly weight: number;
  /** Whether one of the first passages holds it. */
  readonly met: boolean;
}

/** One name of the code, with all that the index knows of it. */
export interface SymbolEvidence {
  /** As defined, qualified: `Raycaster.setFromCamera`. */
  readonly name: string;
  readonly definitions: readonly Passage[];
  /** Chunks that mention it and do not define it, best first. */
  readonly mentions: readonly Passage[];
  /** What the first definition calls and the index defines: by name. */
  readonly calls: readonly { readonly name: string; readonly definition: Passage }[];
}

/** All that an answer may be made of. */
export interface Evidence {
  readonly question: Question;
  readonly generation: Generation;
  readonly words: readonly EvidenceWord[];
  /** Best first. */
  readonly passages: readonly RankedPassage[];
  readonly strength: Strength;
  /** None when the evidence is too weak. */
  readonly symbols: readonly SymbolEvidence[];
  /** All chunks of the files of the first passages and symbols, for comments that stand in a chunk of their own. */
  readonly around: readonly Passage[];
  /** Words of the question that occur nowhere, with the nearest words that do. */
  readonly unknown: SearchReply['unknownTerms'];
  /** Of a question that asks several things: those that nothing answers, when another one is answered. */
  readonly unanswered: readonly string[];
}
