const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?|testing|testdata|e2e)\//i;
/** True for every path that one of the others takes. */
const MAY_BE_TEST = /[Tt][Ee][Ss][Tt]|[Ss][Pp][Ee][Cc]|[Ee]2[Ee]|IT(?:\.[^/]*)?$/;
const TEST_STEM =
  /^(?:tests?|conftest|tests?_.*|.*[._-](?:tests?|specs?|e2e)|(?:.*[a-z0-9])?(?:Tests?|Spec|TestCase|IT))$/;

/**
 * True for files that test others, by their path. Narrower than the chunker's tag: `test-run.ts` of a test runner is
 * the program itself, and a wrong penalty costs more here than a missed one (it took that file from 1st to 35th).
 */
export function isTestPath(path: string): boolean {
  // Most paths have none of the words: thousands are looked at before an index gives its first answer.
  if (!MAY_BE_TEST.test(path)) return false;
  if (TEST_FOLDER.test(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return TEST_STEM.test(dot > 0 ? name.slice(0, dot) : name);
}
