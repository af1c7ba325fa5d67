import type { ContentHash } from './ids.ts';
import type { LanguageId } from './language.ts';

/** What the bytes of a file were decoded as. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** One text file of a repository, decoded and ready to be cut into chunks. */
export interface SourceFile {
  /** Relative to the repository's root, `/` between segments, no leading `/`. */
  readonly path: string;
  /** Size on disk, in bytes. */
  readonly bytes: number;
  /** Milliseconds since 1970, as the file system told. */
  readonly lastModified: number;
  /** Decoded text without byte-order mark, every line end (`\r\n`, `\r`) turned into `\n`. */
  readonly text: string;
  readonly encoding: TextEncoding;
  /** True when bytes that are not valid in the encoding were replaced by U+FFFD. */
  readonly lossy: boolean;
  readonly language: LanguageId;
  /** Of the raw bytes. */
  readonly contentHash: ContentHash;
}
