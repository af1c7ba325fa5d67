/** Answers that were kept, newest first, with the generation they speak of and the text they cite. */
import type { ChunkId, Generation, RepositoryId } from '../../domain/api.ts';
import {
  type CheckedAnswer,
  type KeptCitation,
  type KeptFindings,
  type Passage,
  readKeptFindings,
} from '../../explain/api.ts';

export interface KeptAnswer {
  readonly id: string;
  readonly repositoryId: RepositoryId;
  readonly generation: Generation;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly question: string;
  /** Who wrote it, as shown: `from the code`, a model's name, `pasted`. */
  readonly writer: string;
  /** As Markdown. */
  readonly text: string;
  readonly citations: readonly KeptCitation[];
  /** What the checker found then; null for answers kept by earlier builds. */
  readonly findings: KeptFindings | null;
}

const KEY = 'vectorgit-answers';
const MOST_ANSWERS = 30;
/** Cited lines beyond this are not needed to find them again. */
const MAX_CITED = 4_000;

/** The lines that an answer cites, as they read now. */
export function citationsToKeep(
  checked: CheckedAnswer,
  passages: readonly Passage[],
): KeptCitation[] {
  return checked.places.flatMap(({ chunkId, path, startLine, endLine }) => {
    const passage = passages.find(
      (candidate) =>
        candidate.chunkId === chunkId &&
        candidate.path === path &&
        candidate.startLine <= startLine &&
        candidate.endLine >= endLine,
    );
    if (passage === undefined) return [];
    const lines = passage.text.split('\n');
    const text = lines
      .slice(startLine - passage.startLine, endLine - passage.startLine + 1)
      .join('\n');
    return [{ chunkId, path, startLine, endLine, text: text.slice(0, MAX_CITED) }];
  });
}

/** Never throws: what cannot be read is left out. */
export function readKeptAnswers(storage: Pick<Storage, 'getItem'>): KeptAnswer[] {
  try {
    const list: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(list) ? list.flatMap(readAnswer) : [];
  } catch {
    return [];
  }
}

/** False when the browser has no room or no permission; the oldest go first. */
export function writeKeptAnswers(
  storage: Pick<Storage, 'setItem'>,
  answers: readonly KeptAnswer[],
): boolean {
  for (let most = MOST_ANSWERS; most > 0; most = Math.floor(most / 2)) {
    try {
      storage.setItem(KEY, JSON.stringify(answers.slice(0, most)));
      return true;
    } catch {
      // No room: fewer may fit.
    }
  }
  return false;
}

function readAnswer(value: unknown): KeptAnswer[] {
  if (typeof value !== 'object' || value === null) return [];
  const { id, repositoryId, generation, keptAt, question, writer, text, citations, findings } =
    value as Readonly<Record<string, unknown>>;
  if (
    typeof id !== 'string' ||
    typeof repositoryId !== 'string' ||
    typeof generation !== 'number' ||
    typeof keptAt !== 'number' ||
    typeof question !== 'string' ||
    typeof writer !== 'string' ||
    typeof text !== 'string' ||
    !Array.isArray(citations)
  ) {
    return [];
  }
  return [
    {
      id,
      repositoryId: repositoryId as RepositoryId,
      generation: generation as Generation,
      keptAt,
      question,
      writer,
      text,
      citations: citations.flatMap(readCitation),
      findings: readKeptFindings(findings),
    },
  ];
}

function readCitation(value: unknown): KeptCitation[] {
  if (typeof value !== 'object' || value === null) return [];
  const { chunkId, path, startLine, endLine, text } = value as Readonly<Record<string, unknown>>;
  return typeof chunkId === 'string' &&
    typeof path === 'string' &&
    typeof text === 'string' &&
    Number.isInteger(startLine) &&
    Number.isInteger(endLine)
    ? [
        {
          chunkId: chunkId as ChunkId,
          path,
          text,
          startLine: startLine as number,
          endLine: endLine as number,
        },
      ]
    : [];
}
