/** What a person called relevant or not, by query and repository: kept on this device, never part of a pack. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChunkId, RepositoryId, SearchHit } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';

/** A judgement of one place. The chunk's id goes with its text: after an edit the name tells, or the line. */
export interface Mark {
  readonly chunkId: ChunkId;
  readonly path: string;
  readonly name: string | null;
  /** 1-based. */
  readonly startLine: number;
  readonly relevant: boolean;
}

export interface MarkedQuery {
  readonly repositoryId: RepositoryId;
  readonly query: string;
  readonly marks: readonly Mark[];
}

/** Of all repositories, the query that was marked last first. */
export type Marks = readonly MarkedQuery[];

export interface MarksStore extends StoreApi<{ readonly marks: Marks }> {
  /** Takes what another tab has kept meanwhile, changes it, and keeps it. */
  change(by: (marks: Marks) => Marks): void;
}

const KEY = 'vectorgit.marks';
const MOST_QUERIES = 300;
const MOST_MARKS = 50;

/** `storage` may be missing or full: then marks last as long as the page. */
export function createMarksStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  client: Pick<EngineClient, 'subscribe'>,
): MarksStore {
  const store = createStore<{ readonly marks: Marks }>(() => ({ marks: read(storage) ?? [] }));
  const change = (by: (marks: Marks) => Marks) => {
    const marks = by(read(storage) ?? store.getState().marks);
    store.setState({ marks });
    try {
      storage.setItem(KEY, JSON.stringify(marks));
    } catch {
      // A private window may forbid it; nothing else depends on it.
    }
  };
  client.subscribe((event) => {
    if (event.type !== 'removed') return;
    change((marks) => marks.filter(({ repositoryId }) => repositoryId !== event.repositoryId));
  });
  return { ...store, change };
}

/** The marked query as it is asked; undefined when nothing of it was marked. */
export function markedQuery(
  marks: Marks,
  id: RepositoryId,
  query: string,
): MarkedQuery | undefined {
  const wanted = query.trim();
  return marks.find((one) => one.repositoryId === id && one.query === wanted);
}

/** What was said of a hit of a list; null when nothing was. */
export function judgementOf(
  marked: MarkedQuery | undefined,
  hit: SearchHit,
  list: readonly SearchHit[],
): boolean | null {
  return marked?.marks.find((mark) => isMarked(hit, mark, list))?.relevant ?? null;
}

/**
 * True for the place that was marked, also after an edit around it. While the list still has the marked chunk itself
 * no other one is meant: the parts of a long class all have its name.
 */
export function isMarked(hit: SearchHit, mark: Mark, list: readonly SearchHit[]): boolean {
  if (hit.path !== mark.path) return false;
  if (hit.chunkId === mark.chunkId) return true;
  if (list.some(({ chunkId, path }) => chunkId === mark.chunkId && path === mark.path))
    return false;
  if (hit.name !== null || mark.name !== null) return hit.name === mark.name;
  return hit.startLine <= mark.startLine && mark.startLine <= hit.endLine;
}

/** Says of a hit of a list that it is relevant or not; null takes back what was said. */
export function withJudgement(
  marks: Marks,
  id: RepositoryId,
  query: string,
  hit: SearchHit,
  relevant: boolean | null,
  list: readonly SearchHit[],
): Marks {
  const before = markedQuery(marks, id, query);
  const others = before?.marks.filter((mark) => !isMarked(hit, mark, list)) ?? [];
  const { chunkId, path, name, startLine } = hit;
  const added = relevant === null ? [] : [{ chunkId, path, name, startLine, relevant }];
  const next = [...others, ...added].slice(-MOST_MARKS);
  const rest = marks.filter((one) => one !== before);
  if (next.length === 0) return rest;
  return [{ repositoryId: id, query: query.trim(), marks: next }, ...rest].slice(0, MOST_QUERIES);
}

/** What another version or another hand wrote is taken as far as it fits; null when there is nothing. */
function read(storage: Pick<Storage, 'getItem'>): Marks | null {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    return Array.isArray(stored) ? stored.flatMap(readQuery).slice(0, MOST_QUERIES) : null;
  } catch {
    return null;
  }
}

function readQuery(entry: unknown): MarkedQuery[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { repositoryId, query, marks } = entry as Readonly<Record<string, unknown>>;
  if (typeof repositoryId !== 'string' || typeof query !== 'string') return [];
  if (!Array.isArray(marks)) return [];
  const read = marks.flatMap(readMark).slice(0, MOST_MARKS);
  return read.length === 0
    ? []
    : [{ repositoryId: repositoryId as RepositoryId, query, marks: read }];
}

function readMark(entry: unknown): Mark[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { chunkId, path, name, startLine, relevant } = entry as Readonly<Record<string, unknown>>;
  if (typeof chunkId !== 'string' || typeof path !== 'string') return [];
  if (typeof startLine !== 'number' || typeof relevant !== 'boolean') return [];
  const known = typeof name === 'string' ? name : null;
  return [{ chunkId: chunkId as ChunkId, path, name: known, startLine, relevant }];
}
