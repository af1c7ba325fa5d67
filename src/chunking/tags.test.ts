import { expect, test } from 'vitest';
import { chunkText } from './fixtures/node-chunker.ts';
import { isTestPath } from './tags.ts';

test('test files and folders are told by their names', () => {
  const yes = [
    'test/a.py',
    'src/__tests__/a.ts',
    'pkg/test_a.py',
    'a_test.go',
    'a.spec.ts',
    'a.test.tsx',
    'FooTest.java',
    'FooTests.cs',
    'UserSpec.scala',
    'tests.py',
    'e2e/x.ts',
    'conftest.py',
    'spec/a_spec.rb',
  ];
  const no = [
    'src/latest.ts',
    'contest.py',
    'testimony/a.py',
    'attest.go',
    'src/protest.rs',
    'inspect.py',
    'Manifest.java',
    'aspect.rb',
  ];
  expect(yes.filter((path) => !isTestPath(path))).toEqual([]);
  expect(no.filter(isTestPath)).toEqual([]);
});

async function tagsOf(path: string, text: string): Promise<readonly string[]> {
  return (await chunkText(path, text)).chunks[0]?.tags ?? [];
}

test.each<[path: string, text: string, tags: string[]]>([
  ['a.ts', 'export async function f() {\n  return 1;\n}\n', ['async', 'exported']],
  ['a.ts', 'const f = async () => {\n  return 1;\n};\n', ['async']],
  ['a.ts', '// an export that is not async\nfunction f() {\n  return 1;\n}\n', []],
  ['a.rs', '#[tokio::test]\nasync fn works() {}\n', ['async', 'test']],
  ['a.rs', 'pub fn open() {}\n', ['exported']],
  ['a.rs', 'pub(crate) fn open() {}\n', []],
  ['a.go', 'package p\n\nfunc Open() error {\n\treturn nil\n}\n', ['exported']],
  ['a.go', 'package p\n\nfunc (s *S) open() error {\n\treturn nil\n}\n', []],
  ['a.java', 'class A {\n  int x;\n}\n', []],
  ['a.java', 'public class A {\n  int x;\n}\n', ['exported']],
  ['tests/a.py', 'def f(): pass\n', ['test']],
])('%s %j is tagged', async (path, text, tags) => {
  expect(await tagsOf(path, text)).toEqual(tags);
});

test('what is inside of a Rust test module is a test', async () => {
  const body = '        step(1, 2, 3, 4, 5);\n'.repeat(60);
  const { chunks } = await chunkText(
    'a.rs',
    `#[cfg(test)]\nmod tests {\n    fn helper() {\n${body}    }\n    fn other() {\n${body}    }\n}\n`,
  );
  expect(chunks.map(({ name, tags }) => [name, tags])).toEqual([
    ['tests.helper', ['test']],
    ['tests.other', ['test']],
  ]);
});
