/*
 * `.gitattributes`, as far as it says which files people do not read: `linguist-generated` and `linguist-vendored`.
 * Unlike ignore rules a pattern speaks of the path itself only, never of what lies below it, and there is no `!pattern`.
 */

import {
  type IgnorePattern,
  matchesPattern,
  type PathBytes,
  parsePattern,
} from './ignore/ignore-pattern.ts';
import { bytesOf } from './ignore/wildmatch.ts';

export const GIT_ATTRIBUTES_FILE = '.gitattributes';

type Attribute = 'linguist-generated' | 'linguist-vendored';
const ATTRIBUTES: readonly Attribute[] = ['linguist-generated', 'linguist-vendored'];

interface AttributeLine {
  readonly pattern: IgnorePattern;
  readonly values: ReadonlyMap<Attribute, boolean>;
}

export interface AttributeRules {
  readonly outer: AttributeRules | null;
  readonly source: string;
  readonly base: string;
  readonly lines: readonly AttributeLine[];
}

/** Adds the rules of one file inside; a file that says nothing of interest adds nothing. */
export function withAttributesFile(
  outer: AttributeRules | null,
  source: string,
  folder: string,
  text: string,
): AttributeRules | null {
  if (!text.includes('linguist-')) return outer;
  const lines: AttributeLine[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [glob = '', ...words] = line.trim().split(/\s+/);
    if (glob === '' || glob.startsWith('#') || glob.startsWith('!') || glob.startsWith('['))
      continue;
    const values = new Map<Attribute, boolean>();
    for (const attribute of ATTRIBUTES) {
      for (const word of words) {
        if (word === attribute || word === `${attribute}=true`) values.set(attribute, true);
        if (word === `-${attribute}` || word === `${attribute}=false`) values.set(attribute, false);
      }
    }
    if (values.size > 0) lines.push({ pattern: parsePattern(glob, index + 1), values });
  }
  return lines.length === 0 ? outer : { outer, source, base: bytesOf(folder), lines };
}

/** What is said of a file: `marked` with the rule, `cleared` when a rule says that people wrote it, null when nothing is. */
export function decideAttributes(
  rules: AttributeRules | null,
  subject: PathBytes,
): { readonly attribute: Attribute; readonly marked: boolean; readonly detail: string } | null {
  let cleared: ReturnType<typeof decideAttributes> = null;
  for (const attribute of ATTRIBUTES) {
    const found = lastSaid(rules, subject, attribute);
    if (found?.marked === true) return found;
    cleared ??= found;
  }
  return cleared;
}

function lastSaid(
  rules: AttributeRules | null,
  subject: PathBytes,
  attribute: Attribute,
): ReturnType<typeof decideAttributes> {
  for (let link = rules; link !== null; link = link.outer) {
    for (let index = link.lines.length - 1; index >= 0; index -= 1) {
      const line = link.lines[index];
      const marked = line?.values.get(attribute);
      if (line === undefined || marked === undefined) continue;
      if (matchesPattern(line.pattern, link.base, subject)) {
        const detail = `${link.source}:${line.pattern.line} ${line.pattern.text} ${attribute}`;
        return { attribute, marked, detail };
      }
    }
  }
  return null;
}
