/*
 * The walk: from a Directory to files and skipped entries. It prunes while walking (a folder that is left out is not listed), in
 * an order that depends on names only: each folder's items by code unit, a folder's content at its place. Files and folders are
 * looked at ahead, 16 at a time (measured best for folder handles), and given out in order.
 *
 * Who decides, strongest first:
 *   1. "include anyway" of the person, for the file itself or a folder around it (never for secrets and size by a folder);
 *   2. names of secrets; 3. ignore rules and built-in excludes, of which a `!` in `.vectorgitignore` takes back both;
 *   4. `.gitattributes` and names of generated files; 5. extensions of binary files; 6. size.
 * Every item ends as one `file`, as one `skipped` entry, or below a `skipped` folder.
 */
import { hasCode, type IngestSettings, type SkippedEntry, VectorGitError } from '../domain/api.ts';
import {
  childPath,
  type Directory,
  type DirectoryItem,
  type FileItem,
  type FolderItem,
  type OpenedFile,
} from './directory.ts';
import { excludedByContent, isVersionControl } from './excludes.ts';
import { failureText } from './failure-text.ts';
import { decideAttributes, GIT_ATTRIBUTES_FILE, withAttributesFile } from './git-attributes.ts';
import { hiddenByBrowser, type SeenPaths, TILDE_NOTE } from './hidden-files.ts';
import { pathBytes } from './ignore/ignore-pattern.ts';
import {
  GIT_IGNORE_FILE,
  GIT_INFO_EXCLUDE,
  type IgnoreRules,
  OWN_IGNORE_FILE,
  withIgnoreFile,
} from './ignore/ignore-rules.ts';
import { inOrder, limiter } from './in-order.ts';
import { type IncludeAnyway, includeAnyway } from './include-anyway.ts';
import { sizeLimit } from './size-limit.ts';
import { binaryExtension } from './text/binary.ts';
import {
  contentVerdict,
  fileVerdict,
  folderVerdict,
  type Place,
  takenBack,
  type Verdict,
} from './verdict.ts';

/** A file that no rule of names and sizes leaves out; its content is judged by `readSourceFile`. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
  readonly lastModified: number;
  /** Included anyway, by its own path or a folder around it: generated and minified text is taken as it is. */
  readonly overruled: boolean;
  /** Included anyway by its own path: a secret in it or its size does not keep it out. */
  readonly namedItself: boolean;
  /** `.gitattributes` says that people wrote it, whatever its head says. */
  readonly declaredSource: boolean;
  /** Comes from a file system that may change under us, so it is opened again after reading. */
  readonly live: boolean;
  open(): Promise<OpenedFile>;
}

export type ListingEvent =
  | { readonly kind: 'file'; readonly file: ListedFile }
  | { readonly kind: 'skipped'; readonly entry: SkippedEntry }
  /** Something that the person should know of the listing as a whole. */
  | { readonly kind: 'note'; readonly message: string };

export interface ListingOptions {
  readonly settings: IngestSettings;
  readonly signal: AbortSignal;
  /** True for folder handles of Chromium, which leave out names that start with `~`. */
  readonly browserHidesTilde: boolean;
}

/** Reads in flight: folder handles get faster up to here (3,644 files/s in Chromium 156). */
const IN_FLIGHT = 16;
/** Items of a folder prepared ahead of the consumer. */
const AHEAD = 32;
/** An ignore file is read up to here. */
const MAX_RULES_BYTES = 1_048_576;

/**
 * Lists a repository: what can be read, and what is left out and why.
 * Errors: `repository/permission-denied` and `repository/path-not-found` when the root itself cannot be listed, `cancelled`.
 */
export async function* listRepository(
  root: Directory,
  options: ListingOptions,
): AsyncGenerator<ListingEvent> {
  const walk: Walk = {
    root,
    options,
    include: includeAnyway(options.settings.includeAnyway),
    limited: limiter(IN_FLIGHT),
    seen: { tilde: new Set(), pruned: new Set() },
  };
  throwIfCancelled(options.signal);
  const top = await openRoot(walk);
  yield* walkFolder(walk, top);
  if (!options.browserHidesTilde) return;
  const hidden = await hiddenByBrowser(root, walk.seen);
  if (hidden === null) yield { kind: 'note', message: TILDE_NOTE };
  for (const entry of hidden ?? []) yield { kind: 'skipped', entry };
}

interface Walk {
  readonly root: Directory;
  readonly options: ListingOptions;
  readonly include: IncludeAnyway;
  readonly limited: ReturnType<typeof limiter>;
  readonly seen: SeenPaths;
}

interface OpenFolder extends Place {
  readonly items: readonly DirectoryItem[];
  readonly names: ReadonlySet<string>;
}

/** What became of an item: all that is to be said of it, or a folder to walk. */
type Prepared = { readonly event: ListingEvent } | { readonly enter: OpenFolder };

async function* walkFolder(walk: Walk, folder: OpenFolder): AsyncGenerator<ListingEvent> {
  const prepared = inOrder(folder.items, AHEAD, (item) =>
    item.kind === 'file' ? prepareFile(walk, folder, item) : prepareFolder(walk, folder, item),
  );
  for await (const next of prepared) {
    throwIfCancelled(walk.options.signal);
    if ('enter' in next) yield* walkFolder(walk, next.enter);
    else yield next.event;
  }
}

// Folders

async function openRoot(walk: Walk): Promise<OpenFolder> {
  try {
    const items = await walk.root.list('');
    const rules = await infoExcludeRules(walk.root, items);
    const place: Place = { path: '', rules, attributes: null, covered: false, left: null };
    return await openFolder(walk, place, items);
  } catch (error) {
    if (error instanceof VectorGitError) throw error;
    const name = error instanceof Error || error instanceof DOMException ? error.name : '';
    const code =
      name === 'NotFoundError' ? 'repository/path-not-found' : 'repository/permission-denied';
    throw new VectorGitError(code, `The folder cannot be listed: ${failureText(error)}`, {
      cause: error,
    });
  }
}

async function infoExcludeRules(
  root: Directory,
  items: readonly DirectoryItem[],
): Promise<IgnoreRules | null> {
  if (!items.some((item) => item.kind === 'folder' && item.name === '.git')) return null;
  try {
    const git = await root.list('.git');
    if (!git.some((item) => item.kind === 'folder' && item.name === 'info')) return null;
    const text = await readRules(await root.list('.git/info'), 'exclude');
    return text === null ? null : withIgnoreFile(null, GIT_INFO_EXCLUDE, '', text);
  } catch {
    // A damaged .git folder must not keep the working tree from being listed.
    return null;
  }
}

async function openFolder(
  walk: Walk,
  place: Place,
  items: readonly DirectoryItem[],
): Promise<OpenFolder> {
  const sorted = [...items].sort((left, right) => (left.name < right.name ? -1 : 1));
  const [gitIgnore, ownIgnore, gitAttributes] = await Promise.all(
    [GIT_IGNORE_FILE, OWN_IGNORE_FILE, GIT_ATTRIBUTES_FILE].map((name) => readRules(items, name)),
  );
  let { rules, attributes } = place;
  const add = (name: string, text: string | null | undefined): void => {
    if (text) rules = withIgnoreFile(rules, childPath(place.path, name), place.path, text);
  };
  add(GIT_IGNORE_FILE, gitIgnore);
  add(OWN_IGNORE_FILE, ownIgnore);
  if (gitAttributes) {
    const source = childPath(place.path, GIT_ATTRIBUTES_FILE);
    attributes = withAttributesFile(attributes, source, place.path, gitAttributes);
  }
  if (walk.options.browserHidesTilde) noteTildeNames(walk.seen, place.path, items);
  return {
    ...place,
    rules,
    attributes,
    items: sorted,
    names: new Set(items.map(({ name }) => name)),
  };
}

/** The text of a rules file among the items; null when there is none that can be read (it is then skipped in its turn). */
async function readRules(items: readonly DirectoryItem[], name: string): Promise<string | null> {
  const item = items.find((candidate) => candidate.name === name);
  if (item?.kind !== 'file') return null;
  try {
    const opened = await item.open();
    if (opened instanceof Blob) return await opened.slice(0, MAX_RULES_BYTES).text();
    const bytes = new Uint8Array(await opened.arrayBuffer());
    return new TextDecoder().decode(bytes.subarray(0, MAX_RULES_BYTES));
  } catch {
    return null;
  }
}

async function prepareFolder(walk: Walk, parent: OpenFolder, item: FolderItem): Promise<Prepared> {
  const path = childPath(parent.path, item.name);
  const named = walk.include.namesFolder(path);
  const covered = named || (parent.covered && !isVersionControl(item.name));
  const left = covered
    ? null
    : (parent.left ?? folderVerdict(parent, parent.names, path, item.name));
  if (left !== null && !walk.include.leadsThrough(path)) return pruned(walk, path, item, left);
  return walk.limited(async () => {
    try {
      const items = await walk.root.list(path);
      const inside = new Set(items.map(({ name }) => name));
      const found = covered || left !== null ? null : excludedByContent(item.name, inside);
      const tool: Verdict | null = found === null ? null : { reason: 'excluded', detail: found };
      if (tool !== null && !walk.include.leadsThrough(path) && !takenBack(parent, path, true)) {
        return pruned(walk, path, item, tool);
      }
      const { rules, attributes } = parent;
      const place: Place = { path, rules, attributes, covered, left: left ?? tool };
      return { enter: await openFolder(walk, place, items) };
    } catch (error) {
      return pruned(walk, path, item, { reason: 'unreadable', detail: failureText(error) });
    }
  });
}

function pruned(walk: Walk, path: string, item: FolderItem, verdict: Verdict): Prepared {
  if (walk.options.browserHidesTilde) walk.seen.pruned.add(path);
  return skipped({
    path: `${path}/`,
    bytes: item.contains?.bytes ?? null,
    files: item.contains?.files ?? null,
    ...verdict,
  });
}

// Files

async function prepareFile(walk: Walk, parent: OpenFolder, item: FileItem): Promise<Prepared> {
  const path = childPath(parent.path, item.name);
  const namedItself = walk.include.namesFile(path);
  const overruled = namedItself || parent.covered;
  const subject = pathBytes(path, false);
  const attribute = decideAttributes(parent.attributes, subject);

  const verdict = namedItself ? null : fileVerdict(parent, path, item.name, overruled, attribute);
  const size = await measure(walk, item);
  if (verdict !== null) {
    return skipped({ path, bytes: 'failure' in size ? null : size.bytes, files: 1, ...verdict });
  }
  if ('failure' in size) {
    return skipped({ path, bytes: null, files: 1, reason: 'unreadable', detail: size.failure });
  }
  const { bytes, lastModified } = size;
  const limit = sizeLimit(walk.options.settings, namedItself);
  const content = contentVerdict(bytes, limit, binaryExtension(path));
  if (content !== null) return skipped({ path, bytes, files: 1, ...content });
  const file: ListedFile = {
    path,
    bytes,
    lastModified,
    overruled,
    namedItself,
    declaredSource: attribute?.marked === false,
    live: item.bytes === null,
    open: () => item.open(),
  };
  return { event: { kind: 'file', file } };
}

async function measure(
  walk: Walk,
  item: FileItem,
): Promise<{ bytes: number; lastModified: number } | { failure: string }> {
  if (item.bytes !== null) return { bytes: item.bytes, lastModified: item.lastModified ?? 0 };
  try {
    const file = await walk.limited(() => item.open());
    return { bytes: file.size, lastModified: file.lastModified ?? 0 };
  } catch (error) {
    return { failure: failureText(error) };
  }
}

function skipped(entry: SkippedEntry): Prepared {
  return { event: { kind: 'skipped', entry } };
}

function noteTildeNames(seen: SeenPaths, folder: string, items: readonly DirectoryItem[]): void {
  for (const { name } of items) if (name.startsWith('~')) seen.tilde.add(childPath(folder, name));
}

function throwIfCancelled(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (hasCode(signal.reason, 'cancelled')) throw signal.reason;
  throw new VectorGitError('cancelled', 'The listing was cancelled');
}
