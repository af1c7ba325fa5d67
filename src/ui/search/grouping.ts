/** Hits by file, and the flat rows that the virtual list draws of them. */
import type { SearchHit } from '../../domain/api.ts';

/** Chunks of one file that are shown before the rest is asked for. */
export const HITS_PER_FILE = 3;

export interface FileGroup {
  /** The path, with the repository's id before it when several are shown. */
  readonly key: string;
  readonly path: string;
  /** Given when several repositories were searched. */
  readonly repository: string | null;
  readonly language: string;
  /** Best first, as the engine ordered them. */
  readonly hits: readonly SearchHit[];
}

export type Row =
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly group: FileGroup;
      readonly open: boolean;
      readonly position: number;
    }
  | {
      readonly kind: 'hit';
      readonly key: string;
      readonly hit: SearchHit;
      /** 1-based place among its siblings, and how many there are. */
      readonly position: number;
      readonly siblings: number;
    }
  | {
      readonly kind: 'more';
      readonly key: string;
      /** Key of its group. */
      readonly file: string;
      readonly hidden: number;
      readonly position: number;
      readonly siblings: number;
    };

/** What the person changed about the list of one reply. */
export interface Unfolding {
  /** Files of which all chunks are shown. */
  readonly whole: ReadonlySet<string>;
  /** Files of which nothing but the name is shown. */
  readonly closed: ReadonlySet<string>;
}

export const FOLDED: Unfolding = { whole: new Set(), closed: new Set() };

/** Files in the order of their best hit. */
export function groupByFile(hits: readonly SearchHit[]): readonly FileGroup[] {
  const groups = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const key = fileKey(hit);
    const group = groups.get(key);
    if (group) group.push(hit);
    else groups.set(key, [hit]);
  }
  return [...groups].map(([key, of]) => ({
    key,
    path: of[0]?.path ?? '',
    repository: of[0]?.repository?.name ?? null,
    language: of[0]?.language ?? '',
    hits: of,
  }));
}

/** Stable over replies, so that selection and focus stay with what they were on. */
export function hitKey(hit: SearchHit): string {
  return `${hit.chunkId}:${hit.startLine}:${fileKey(hit)}`;
}

function fileKey({ path, repository }: SearchHit): string {
  return repository === undefined ? path : `${repository.id}:${path}`;
}

export function rowsOf(groups: readonly FileGroup[], unfolding: Unfolding): readonly Row[] {
  const rows: Row[] = [];
  for (const [index, group] of groups.entries()) {
    const open = !unfolding.closed.has(group.key);
    rows.push({ kind: 'file', key: `file:${group.key}`, group, open, position: index + 1 });
    if (!open) continue;
    // One left over is shown rather than counted: the row would be as high.
    const all = unfolding.whole.has(group.key) || group.hits.length <= HITS_PER_FILE + 1;
    const shown = all ? group.hits : group.hits.slice(0, HITS_PER_FILE);
    const hidden = group.hits.length - shown.length;
    const siblings = shown.length + (hidden > 0 ? 1 : 0);
    for (const [order, hit] of shown.entries()) {
      rows.push({ kind: 'hit', key: hitKey(hit), hit, position: order + 1, siblings });
    }
    if (hidden > 0) {
      rows.push({
        kind: 'more',
        key: `more:${group.key}`,
        file: group.key,
        hidden,
        position: siblings,
        siblings,
      });
    }
  }
  return rows;
}
