import { SECRET_RULES, type SecretRule } from './secret-rules.ts';

export interface SecretFind {
  /** What was found, without the secret itself. */
  readonly kind: string;
  /** 1-based. */
  readonly line: number;
}

/** The first secret in the text; null when there is none. Cost linear in the text. */
export function findSecret(text: string): SecretFind | null {
  const marks = marksIn(text);
  if (marks.size === 0) return null;
  let first: { kind: string; offset: number } | null = null;
  for (const rule of SECRET_RULES) {
    if (!rule.marks.some((mark) => marks.has(mark))) continue;
    const offset = firstPlausible(rule, text);
    if (offset !== null && (first === null || offset < first.offset)) {
      first = { kind: rule.kind, offset };
    }
  }
  return first === null ? null : { kind: first.kind, line: lineAt(text, first.offset) };
}

const MARKS = [...new Set(SECRET_RULES.flatMap((rule) => rule.marks))];
const MARKS_BY_UNIT = new Map(
  MARKS.map((one) => [one.charCodeAt(0), MARKS.filter((mark) => mark[0] === one[0])]),
);
const ANY_MARK = new RegExp(
  MARKS.map((mark) => mark.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'),
  'g',
);

/** The marks that the text holds, in one pass: most texts hold one or two, and to look for each takes ten times as long. */
function marksIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  ANY_MARK.lastIndex = 0;
  for (let match = ANY_MARK.exec(text); match !== null; match = ANY_MARK.exec(text)) {
    const { index } = match;
    // Marks may begin alike, or one within another.
    for (const mark of MARKS_BY_UNIT.get(text.charCodeAt(index)) ?? []) {
      if (text.startsWith(mark, index)) found.add(mark);
    }
    ANY_MARK.lastIndex = index + 1;
  }
  return found;
}

function firstPlausible(rule: SecretRule, text: string): number | null {
  rule.pattern.lastIndex = 0;
  for (const found of text.matchAll(rule.pattern)) {
    const secret = found.groups?.secret ?? found[0];
    if (isPlausible(secret, rule) && (rule.accept?.(secret, text) ?? true)) {
      return found.index;
    }
  }
  return null;
}

/** Words that only stand in values which are made up, and runs that no generator produces. */
const PLACEHOLDER =
  /example|sample|dummy|placeholder|redacted|changeme|change_me|your[_-]|yourtoken|yourkey|fake|mock|notreal|not_a_real|insert|replace|todo|abcdef|qwerty|01234567|12345678|87654321|deadbeef|(.)\1{4,}|([\w-]{2,4}?)\2{3,}/i;

/** True when a value may be a real secret: no placeholder, and as random as its kind must be. */
function isPlausible(secret: string, rule: SecretRule): boolean {
  if (rule.minEntropy === 0) return true;
  // Long values (keys of some hundred characters) hold any short word by chance: only their start is read for words.
  if (rule.structured !== true && PLACEHOLDER.test(secret.slice(0, 80))) return false;
  return entropyPerCharacter(secret) >= rule.minEntropy;
}

/** Shannon entropy of the characters' frequencies, in bits a character. */
function entropyPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}
