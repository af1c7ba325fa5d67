import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** One place of an answer, as a result file has it; `path` relative to the indexed root. */
export interface Place {
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

/** A result file: repository, query, places best first. */
export type KitResults = Record<string, Record<string, readonly Place[]>>;

export interface KitTarget {
  readonly path: string;
  readonly start_line?: number;
  readonly end_line?: number;
}

export interface KitQuery {
  readonly query: string;
  readonly category: string;
  readonly relevant: readonly KitTarget[];
  readonly secondary?: readonly KitTarget[];
}

/** One repository of a kit with its questions. */
export interface KitRepository {
  readonly name: string;
  /** The folder to index, relative to the repository; empty for all of it. */
  readonly root: string;
  readonly split: string;
  readonly language: string;
  readonly ann: { readonly queries: readonly KitQuery[] };
}

interface Figure {
  readonly macro: { readonly ndcg: number };
}

/** What the kit's scorer answers, as far as it is read here. */
export interface KitReport extends Figure {
  readonly byCategory: Readonly<Record<string, Figure>>;
  readonly byLanguage: Readonly<Record<string, Figure>>;
  readonly byRepo: Readonly<Record<string, Figure>>;
}

/** A kit: its questions, what it indexes, and its own scorer. */
export interface Kit {
  readonly repositories: readonly KitRepository[];
  /** The files of a folder that the kit indexes, relative to it; `everything` leaves out the limit to code. */
  filesOf(folder: string, everything: boolean): readonly string[];
  score(results: KitResults, repositories: readonly KitRepository[]): KitReport;
  printReport(report: KitReport): void;
  /** NDCG@10 of one list. */
  scoreQuery(places: readonly Place[], query: KitQuery, root: string): number;
}

interface KitModules {
  readonly CODE_EXTENSIONS: ReadonlySet<string>;
  readonly walk: (root: string, extensions: ReadonlySet<string> | null) => string[];
  readonly loadKit: (folder: string) => KitRepository[];
  readonly score: (results: KitResults, repositories: readonly KitRepository[]) => KitReport;
  readonly printReport: (report: KitReport) => void;
  readonly targetsOf: (query: KitQuery, root: string) => unknown;
  readonly scoreQuery: (
    places: readonly Place[],
    targets: unknown,
    root: string,
  ) => { readonly ndcg: number };
}

/** Reads the kit of a folder: the modules `kit.mjs` and `score.mjs` beside `repos.json` and `annotations/`. */
export async function readKit(folder: string, split: string): Promise<Kit> {
  const module = (name: string) => import(pathToFileURL(path.join(folder, name)).href);
  const modules = { ...(await module('kit.mjs')), ...(await module('score.mjs')) } as KitModules;
  const repositories = modules
    .loadKit(folder)
    .filter((repository) => split === 'all' || repository.split === split);
  if (repositories.length === 0) throw new Error(`${folder} has no repository of split ${split}`);
  return {
    repositories,
    filesOf: (root, everything) => modules.walk(root, everything ? null : modules.CODE_EXTENSIONS),
    score: modules.score,
    printReport: modules.printReport,
    scoreQuery: (places, query, root) =>
      modules.scoreQuery(places, modules.targetsOf(query, root), root).ndcg,
  };
}

/** The folder of a repository that the kit indexes. */
export function folderOf(reposFolder: string, { name, root }: KitRepository): string {
  const folder = path.join(reposFolder, name, root);
  if (!existsSync(folder) || readdirSync(folder).length === 0) {
    throw new Error(`${folder} is missing: lay the repositories out as the kit's README says`);
  }
  return folder;
}
