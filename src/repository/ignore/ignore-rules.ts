/*
 * Which ignore rule decides about a path. Rules of one folder form a link that points to those of the folder above; the last
 * matching line of the nearest file decides (gitignore(5)). Order, nearest first:
 * `.vectorgitignore`, `.gitignore` of the folder; the same of each folder above; `.git/info/exclude`.
 * That nothing below an ignored folder can be taken back is the walker's part: it does not enter.
 */

import {
  type IgnorePattern,
  matchesPattern,
  type PathBytes,
  parseIgnorePatterns,
} from './ignore-pattern.ts';
import { bytesOf } from './wildmatch.ts';

/** VectorGit's own ignore file: stronger than `.gitignore` beside it, and its `!` also overrules built-in excludes. */
export const OWN_IGNORE_FILE = '.vectorgitignore';
export const GIT_IGNORE_FILE = '.gitignore';
export const GIT_INFO_EXCLUDE = '.git/info/exclude';

export interface IgnoreRules {
  readonly outer: IgnoreRules | null;
  /** Repository-relative path of the file that holds the rules. */
  readonly source: string;
  /** Folder that the rules are relative to, as a byte string; '' for the root. */
  readonly base: string;
  readonly patterns: readonly IgnorePattern[];
}

export interface IgnoreDecision {
  readonly ignored: boolean;
  /** True for a rule of `.vectorgitignore`. */
  readonly own: boolean;
  /** For the person: `src/.gitignore:3 *.log`. */
  readonly detail: string;
}

/** Adds the rules of one file inside; a file without patterns adds nothing. */
export function withIgnoreFile(
  outer: IgnoreRules | null,
  source: string,
  folder: string,
  text: string,
): IgnoreRules | null {
  const patterns = parseIgnorePatterns(text);
  return patterns.length === 0 ? outer : { outer, source, base: bytesOf(folder), patterns };
}

/** The rule that decides about the path itself; null when none speaks of it. */
export function decideIgnore(rules: IgnoreRules | null, subject: PathBytes): IgnoreDecision | null {
  for (let link = rules; link !== null; link = link.outer) {
    for (let index = link.patterns.length - 1; index >= 0; index -= 1) {
      const pattern = link.patterns[index];
      if (pattern !== undefined && matchesPattern(pattern, link.base, subject)) {
        return {
          ignored: !pattern.negated,
          own: link.source.endsWith(OWN_IGNORE_FILE),
          detail: `${link.source}:${pattern.line} ${pattern.text}`,
        };
      }
    }
  }
  return null;
}
