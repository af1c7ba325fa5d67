/*
 * From a listed file to decoded text, or to the reason why its content keeps it out. The size is looked at before reading, the
 * bytes are read once, and a live file is opened again after: when it changed under us, the bytes may be a mixture.
 */
import type {
  ContentHash,
  IngestSettings,
  SkippedEntry,
  SkipReason,
  SourceFile,
} from '../domain/api.ts';
import type { OpenedFile } from './directory.ts';
import { failureText } from './failure-text.ts';
import type { ListedFile } from './listing.ts';
import { findSecret } from './secrets/secret-scan.ts';
import { sizeLimit, tooLarge } from './size-limit.ts';
import { binaryContent } from './text/binary.ts';
import { decodeText, detectEncoding } from './text/decode.ts';
import { generatedHeader, isLfsPointer } from './text/generated.ts';
import { minified } from './text/minified.ts';
import { languageOfFile } from './text/shebang.ts';

export type ReadOutcome =
  | { readonly kind: 'source'; readonly file: SourceFile }
  | { readonly kind: 'skipped'; readonly entry: SkippedEntry };

/** Above this share of U+FFFD the bytes are no text in the encoding that was taken. */
const MAX_REPLACED_SHARE = 0.3;

/** Reads one listed file. Never rejects for what a file holds or does; the outcome says it. */
export async function readSourceFile(
  file: ListedFile,
  settings: IngestSettings,
): Promise<ReadOutcome> {
  const limit = sizeLimit(settings, file.namedItself);
  let read: StableBytes | null;
  try {
    read = await readStable(file, limit);
    // A program may just be saving it: one more look.
    read ??= await readStable(file, limit);
  } catch (error) {
    return skip(file, file.bytes, 'unreadable', failureText(error));
  }
  if (read === null) {
    const detail = 'its size or time of change differed before and after reading';
    return skip(file, file.bytes, 'changed-while-reading', detail);
  }
  if ('tooLarge' in read)
    return skip(file, read.tooLarge, 'too-large', tooLarge(read.tooLarge, limit));
  return judge(file, read.bytes, read.lastModified);
}

type StableBytes =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly lastModified: number }
  | { readonly tooLarge: number };

/** The bytes, when nothing changed meanwhile; null when something did. */
async function readStable(file: ListedFile, limit: number): Promise<StableBytes | null> {
  const before = await file.open();
  if (before.size > limit) return { tooLarge: before.size };
  const bytes = new Uint8Array(await before.arrayBuffer());
  if (bytes.length !== before.size) return null;
  if (file.live && !isSameVersion(before, await file.open())) return null;
  return { bytes, lastModified: before.lastModified ?? file.lastModified };
}

function isSameVersion(before: OpenedFile, after: OpenedFile): boolean {
  return before.size === after.size && before.lastModified === after.lastModified;
}

async function judge(
  file: ListedFile,
  bytes: Uint8Array<ArrayBuffer>,
  lastModified: number,
): Promise<ReadOutcome> {
  const leave = (reason: SkipReason, detail: string): ReadOutcome =>
    skip(file, bytes.length, reason, detail);

  if (bytes.length === 0) return leave('empty', 'no bytes');
  const encoding = detectEncoding(bytes);
  const binary = encoding === 'utf-8' ? binaryContent(bytes) : null;
  if (binary !== null) return leave('binary', binary);
  const { text, lossy } = decodeText(bytes, encoding);
  if (lossy && replacedShare(text) > MAX_REPLACED_SHARE) {
    return leave('binary', `not valid as ${encoding}`);
  }
  if (text.trim() === '') return leave('empty', 'only blanks');

  const language = languageOfFile(file.path, text);
  if (!file.namedItself) {
    const secret = findSecret(text);
    if (secret !== null) return leave('secret', `${secret.kind}, line ${secret.line}`);
  }
  if (!file.overruled) {
    if (isLfsPointer(text))
      return leave('lfs-pointer', 'Git LFS pointer, the content was not fetched');
    const header = file.declaredSource ? null : generatedHeader(text);
    if (header !== null) return leave('generated', header);
    const long = minified(text, language);
    if (long !== null) return leave('minified', long);
  }
  return {
    kind: 'source',
    file: {
      path: file.path,
      bytes: bytes.length,
      lastModified,
      text,
      encoding,
      lossy,
      language,
      contentHash: await sha256(bytes),
    },
  };
}

function replacedShare(text: string): number {
  let replaced = 0;
  for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', at + 1))
    replaced += 1;
  return replaced / text.length;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<ContentHash> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  let hex = '';
  for (const byte of digest) hex += byte.toString(16).padStart(2, '0');
  return hex as ContentHash;
}

function skip(file: ListedFile, bytes: number, reason: SkipReason, detail: string): ReadOutcome {
  return { kind: 'skipped', entry: { path: file.path, bytes, files: 1, reason, detail } };
}
