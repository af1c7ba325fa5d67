/**
 * Tags of a chunk, few and true:
 * `test`: its file is a test by its path, or its definition is one by an attribute (`#[test]`, `@Test`, `[Fact]`).
 * `exported`: the definition is declared visible to other files (`export`, `pub`, `public`, a Go capital).
 * `async`: the definition is declared so.
 * `continued`: a later part of the definition or section that gives the chunk its name.
 */

const TEST_FOLDERS = new Set([
  'test',
  'tests',
  '__tests__',
  'spec',
  'specs',
  'testing',
  'testdata',
  'e2e',
]);

const TEST_FILE =
  /^(?:tests?[._-].*|.*[._-](?:tests?|specs?|e2e)|(?:.*[a-z0-9])?(?:Tests?|Spec|TestCase|IT))$/;

/** True for test files and whatever lies in a test folder, by the path alone. */
export function isTestPath(path: string): boolean {
  const segments = path.split('/');
  const file = segments.pop() ?? '';
  if (segments.some((segment) => TEST_FOLDERS.has(segment.toLowerCase()))) return true;
  const dot = file.lastIndexOf('.');
  const stem = dot > 0 ? file.slice(0, dot) : file;
  return /^(?:tests?|conftest)$/.test(stem) || TEST_FILE.test(stem);
}

const EXPORTED = /(?:^|\s)(?:export|pub|public)\s/;
const ASYNC = /(?:^|\s)async\s/;
const ASSIGNED_ASYNC = /^\s*(?::[^=]*)?=\s*async\b/;
const TEST_ATTRIBUTE =
  /#\[(?:\w+::)?test\b|#\[cfg\(test\)\]|@(?:Test|ParameterizedTest|RepeatedTest)\b|\[(?:Fact|Theory|Test|TestMethod|TestCase)\b/;

/** The longest stretch of a declaration that is looked at. */
const LONGEST_HEAD = 600;

/** Tags that the declaration itself gives. All positions are UTF-16 indices. */
export function declarationTags(
  text: string,
  declaration: {
    /** With attributes and comments before it. */
    readonly regionStart: number;
    readonly nodeStart: number;
    readonly nameStart: number;
    readonly nameEnd: number;
    readonly goName: string | null;
  },
): string[] {
  const { regionStart, nodeStart, nameStart, nameEnd, goName } = declaration;
  const before = text.slice(Math.max(nodeStart, nameStart - LONGEST_HEAD), nameStart);
  const attributes = text.slice(Math.max(regionStart, nameStart - LONGEST_HEAD), nameStart);
  const tags: string[] = [];
  if (EXPORTED.test(before) || (goName !== null && /(?:^|\.)\p{Lu}[^.]*$/u.test(goName))) {
    tags.push('exported');
  }
  if (ASYNC.test(before) || ASSIGNED_ASYNC.test(text.slice(nameEnd, nameEnd + 80))) {
    tags.push('async');
  }
  if (TEST_ATTRIBUTE.test(attributes)) tags.push('test');
  return tags;
}
