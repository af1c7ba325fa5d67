import {
  type FileRow,
  forEachWord,
  plainName,
  type SegmentReader,
  type Snapshot,
  termsOfWord,
} from '../../index/api.ts';
import { isTestPath } from './test-path.ts';

/**
 * The live files of a generation with what their paths say, as columns: made once a generation, read by every
 * search. Files are numbered in the snapshot's order; nothing that is computed from them depends on that order.
 */
export interface FileCatalogue {
  readonly count: number;
  readonly rows: readonly FileRow[];
  /** Ordinal of a file's first chunk in the snapshot; its chunks follow each other. */
  readonly firstChunks: Uint32Array;
  readonly chunkCounts: Uint32Array;
  /** A feature that no file has. */
  readonly none: Float64Array;
  /** File by chunk ordinal; -1 for a deleted chunk. */
  readonly fileOfChunk: Int32Array;
  /** 1 for files that are tests by their path. */
  readonly tests: Float64Array;
  /** Folders that a path goes through. */
  readonly depths: Float64Array;
  /** Name without extension, as `plainName` writes it. */
  readonly plainStems: readonly string[];
  /** Distinct terms of all files' stems and folders. */
  readonly terms: readonly string[];
  /** First code of each term. */
  readonly initials: Uint16Array;
  /** How rare the term is among files' stems, by term number. */
  readonly termRarities: Float64Array;
  /** Numbers of a file's terms: `stemTerms` from `stemStarts[file]` to `stemStarts[file + 1]`, half-open. */
  readonly stemStarts: Uint32Array;
  readonly stemTerms: Uint32Array;
  /** Sum of the rarities of a file's terms. */
  readonly stemRarities: Float64Array;
  /** The files that have a term in their stem, and the folders that have it, by term number. */
  readonly filesOfTerm: Lists;
  readonly foldersOfTerm: Lists;
  /** Number of the folder that a file lies in, and the numbers of each folder's terms, as far up as `FOLDERS`. */
  readonly folderOfFile: Uint32Array;
  readonly folderTerms: readonly Uint32Array[];
}

/** Lists of numbers in one array: list `n` from `starts[n]` to `starts[n + 1]`, half-open. */
export interface Lists {
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

/** What a path says, apart from the other files of the generation. */
interface PathParts {
  readonly terms: readonly string[];
  readonly plainStem: string;
  /** The last folders, joined by `/`. */
  readonly folder: string;
  readonly isTest: boolean;
  readonly depth: number;
}

/** Names of files that speak for their folder: its words count as theirs. */
const FOLDER_FILES: ReadonlySet<string> = new Set(['index', 'mod', '__init__', 'init', 'package']);

/** Folders above a file whose names tell what it is about. */
const FOLDERS = 3;

/** Segments and snapshots do not change: what is computed once holds as long as they do. */
const partsBySegment = new WeakMap<SegmentReader, readonly PathParts[]>();
const catalogues = new WeakMap<Snapshot, FileCatalogue>();

/** The catalogue of a snapshot; O(files) at the first call. */
export function catalogueOf(snapshot: Snapshot): FileCatalogue {
  const known = catalogues.get(snapshot);
  if (known !== undefined) return known;
  const catalogue = makeCatalogue(snapshot);
  catalogues.set(snapshot, catalogue);
  return catalogue;
}

function makeCatalogue(snapshot: Snapshot): FileCatalogue {
  const rows: FileRow[] = [];
  const firstChunks: number[] = [];
  const parts: PathParts[] = [];
  const fileOfChunk = new Int32Array(snapshot.size).fill(-1);
  for (const { reader, deletedFiles, base } of snapshot.segments) {
    const ofSegment = partsOf(reader);
    for (const [ordinal, file] of reader.files.entries()) {
      if (deletedFiles.has(ordinal) || file.chunks === 0) continue;
      const first = base + file.firstChunk;
      fileOfChunk.fill(rows.length, first, first + file.chunks);
      rows.push(file);
      firstChunks.push(first);
      parts.push(ofSegment[ordinal] as PathParts);
    }
  }
  const numbers = new Map<string, number>();
  const numberOf = (term: string): number => {
    const number = numbers.get(term) ?? numbers.size;
    numbers.set(term, number);
    return number;
  };
  const stemStarts = new Uint32Array(rows.length + 1);
  const stemTerms: number[] = [];
  for (const [file, { terms }] of parts.entries()) {
    for (const term of terms) stemTerms.push(numberOf(term));
    stemStarts[file + 1] = stemTerms.length;
  }
  const folders = new Map<string, number>();
  const folderTerms: Uint32Array[] = [];
  const folderOfFile = Uint32Array.from(parts, ({ folder }) => {
    let number = folders.get(folder);
    if (number === undefined) {
      number = folders.size;
      folders.set(folder, number);
      folderTerms.push(Uint32Array.from(termsOf(folder), numberOf));
    }
    return number;
  });
  const filesOfTerm = listsOf(numbers.size, rows.length, (file, add) => {
    for (let at = stemStarts[file] as number; at < (stemStarts[file + 1] as number); at++) {
      add(stemTerms[at] as number);
    }
  });
  const termRarities = Float64Array.from(
    { length: numbers.size },
    (_, term) => 1 / Math.log(2 + lengthOf(filesOfTerm, term)),
  );
  const stemRarities = new Float64Array(rows.length);
  for (let file = 0; file < rows.length; file++) {
    for (let at = stemStarts[file] as number; at < (stemStarts[file + 1] as number); at++) {
      stemRarities[file] =
        (stemRarities[file] as number) + (termRarities[stemTerms[at] as number] as number);
    }
  }
  return {
    count: rows.length,
    rows,
    firstChunks: Uint32Array.from(firstChunks),
    chunkCounts: Uint32Array.from(rows, (file) => file.chunks),
    none: new Float64Array(rows.length),
    fileOfChunk,
    tests: Float64Array.from(parts, ({ isTest }) => (isTest ? 1 : 0)),
    depths: Float64Array.from(parts, ({ depth }) => depth),
    plainStems: parts.map(({ plainStem }) => plainStem),
    terms: [...numbers.keys()],
    initials: Uint16Array.from(numbers.keys(), (term) => term.charCodeAt(0)),
    termRarities,
    stemStarts,
    stemTerms: Uint32Array.from(stemTerms),
    stemRarities,
    filesOfTerm,
    foldersOfTerm: listsOf(numbers.size, folderTerms.length, (folder, add) => {
      for (const term of folderTerms[folder] as Uint32Array) add(term);
    }),
    folderOfFile,
    folderTerms,
  };
}

/** For each of `count` values the members, from 0 on, that `visit` adds it for. */
function listsOf(
  count: number,
  members: number,
  visit: (member: number, add: (value: number) => void) => void,
): Lists {
  const starts = new Uint32Array(count + 1);
  for (let member = 0; member < members; member++) {
    visit(member, (value) => {
      starts[value + 1] = (starts[value + 1] as number) + 1;
    });
  }
  for (let value = 0; value < count; value++) {
    starts[value + 1] = (starts[value + 1] as number) + (starts[value] as number);
  }
  const next = starts.slice();
  const values = new Uint32Array(starts[count] as number);
  for (let member = 0; member < members; member++) {
    visit(member, (value) => {
      const at = next[value] as number;
      next[value] = at + 1;
      values[at] = member;
    });
  }
  return { starts, values };
}

function lengthOf({ starts }: Lists, list: number): number {
  return (starts[list + 1] as number) - (starts[list] as number);
}

/** Makes what the first search would make of a segment's paths. */
export function preparePaths(reader: SegmentReader): void {
  partsOf(reader);
}

function partsOf(reader: SegmentReader): readonly PathParts[] {
  const known = partsBySegment.get(reader);
  if (known !== undefined) return known;
  const parts = reader.files.map((file) => pathParts(file.path));
  partsBySegment.set(reader, parts);
  return parts;
}

function pathParts(path: string): PathParts {
  const slash = path.lastIndexOf('/');
  const { folder, last, depth } = folderOf(path.slice(0, Math.max(0, slash)));
  const name = path.slice(slash + 1);
  // The last extension only: `Serializer.Json.cs` is not the file that `Serializer.cs` is.
  const dot = name.lastIndexOf('.');
  const stem = dot < 1 ? name : name.slice(0, dot);
  const speaksForFolder = FOLDER_FILES.has(stem.toLowerCase());
  return {
    terms: termsOf(speaksForFolder ? `${stem} ${last}` : stem),
    plainStem: plainName(stem),
    folder,
    isTest: isTestPath(path),
    depth,
  };
}

interface FolderParts {
  readonly path: string;
  /** The last folders, joined by `/`. */
  readonly folder: string;
  readonly last: string;
  readonly depth: number;
}

/** Files of a folder follow each other. */
let folderBefore: FolderParts = { path: '', folder: '', last: '', depth: 0 };

function folderOf(path: string): FolderParts {
  if (folderBefore.path !== path) {
    const names = path === '' ? [] : path.split('/');
    const folder = names.slice(-FOLDERS).join('/');
    folderBefore = { path, folder, last: names.at(-1) ?? '', depth: names.length };
  }
  return folderBefore;
}

/** Parts of words, which repeat over a repository's paths; emptied when it has grown large. */
const partsByWord = new Map<string, readonly string[]>();
const MOST_WORDS = 20_000;

function termsOf(text: string): string[] {
  const terms = new Set<string>();
  forEachWord(text, (word) => {
    let parts = partsByWord.get(word);
    if (parts === undefined) {
      if (partsByWord.size >= MOST_WORDS) partsByWord.clear();
      parts = termsOfWord(word).parts;
      partsByWord.set(word, parts);
    }
    for (const part of parts) terms.add(part);
  });
  return [...terms];
}
