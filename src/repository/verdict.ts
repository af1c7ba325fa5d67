/* What the rules say of one file or folder, from its name and its place; nothing is read here. */
import type { SkipReason } from '../domain/api.ts';
import { excludedFile, excludedFolder, isVersionControl } from './excludes.ts';
import type { AttributeRules, decideAttributes } from './git-attributes.ts';
import { pathBytes } from './ignore/ignore-pattern.ts';
import { decideIgnore, type IgnoreRules } from './ignore/ignore-rules.ts';
import { secretName } from './secrets/secret-names.ts';
import { tooLarge } from './size-limit.ts';
import { generatedName } from './text/generated.ts';

/** Why something is left out. */
export interface Verdict {
  readonly reason: SkipReason;
  readonly detail: string;
}

/** A folder on the walk, with the rules that hold in it. */
export interface Place {
  readonly path: string;
  readonly rules: IgnoreRules | null;
  readonly attributes: AttributeRules | null;
  /** Inside a folder that is included anyway. */
  readonly covered: boolean;
  /** The folder is left out and only walked to reach what is included anyway below it. */
  readonly left: Verdict | null;
}

/** Why a folder is left out by its name; null when it is entered. `siblings`: all names of the folder around it. */
export function folderVerdict(
  parent: Place,
  siblings: ReadonlySet<string>,
  path: string,
  name: string,
): Verdict | null {
  const rule = decideIgnore(parent.rules, pathBytes(path, true));
  if (rule?.ignored) {
    return isVersionControl(name)
      ? { reason: 'excluded', detail: excludedFolder(name, siblings, true) ?? rule.detail }
      : { reason: 'ignored', detail: rule.detail };
  }
  const exclude = excludedFolder(name, siblings, parent.rules !== null);
  if (exclude === null || (rule?.own && !isVersionControl(name))) return null;
  return { reason: 'excluded', detail: exclude };
}

/** True when a `!` rule of `.vectorgitignore` decides about the path. */
export function takenBack(parent: Place, path: string, folder: boolean): boolean {
  const rule = decideIgnore(parent.rules, pathBytes(path, folder));
  return rule?.own === true && !rule.ignored;
}

/** Why a file is left out by its name and place; null when its size and content decide. */
export function fileVerdict(
  parent: Place,
  path: string,
  name: string,
  overruled: boolean,
  attribute: ReturnType<typeof decideAttributes>,
): Verdict | null {
  const secret = secretName(path);
  if (secret !== null) return { reason: 'secret', detail: secret };
  if (overruled) return null;
  if (parent.left !== null) return parent.left;
  const rule = decideIgnore(parent.rules, pathBytes(path, false));
  if (rule?.ignored) return { reason: 'ignored', detail: rule.detail };
  if (rule?.own) return null;
  const exclude = excludedFile(name);
  if (exclude !== null) return { reason: 'excluded', detail: exclude };
  if (attribute?.marked === true) {
    const reason = attribute.attribute === 'linguist-generated' ? 'generated' : 'excluded';
    return { reason, detail: attribute.detail };
  }
  const generated = attribute === null ? generatedName(name) : null;
  return generated === null ? null : { reason: 'generated', detail: generated };
}

/** What size and extension say of the content. */
export function contentVerdict(
  bytes: number,
  limit: number,
  extension: string | null,
): Verdict | null {
  if (bytes === 0) return { reason: 'empty', detail: 'no bytes' };
  if (extension !== null) return { reason: 'binary', detail: `extension .${extension}` };
  return bytes > limit ? { reason: 'too-large', detail: tooLarge(bytes, limit) } : null;
}
