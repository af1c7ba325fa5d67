import { describe, expect, it } from 'vitest';
import { namePattern, pathPattern } from './path-pattern.ts';

describe('path patterns', () => {
  it.each([
    ['tool/', 'src/tool/a.ts', true],
    ['/tool/', 'src/tool/a.ts', false],
    ['/src', 'src/tool/a.ts', true],
    ['*.TS', 'src/tool/a.ts', true],
    ['*.ts', 'src/tool/a.tsx', false],
    ['src/*.ts', 'src/tool/a.ts', false],
    ['src/**/*.ts', 'src/tool/deep/a.ts', true],
    ['src/**/*.ts', 'src/a.ts', true],
    ['/**/a.?s', 'src/tool/a.ts', true],
  ])('%s on %s is %s (the original compared with absolute paths)', (pattern, path, matches) => {
    expect(pathPattern(pattern)(path)).toBe(matches);
  });

  it('ends on a hostile pattern, which would backtrack for ever', () => {
    expect(pathPattern(`${'*a'.repeat(40)}b`)('a'.repeat(2_000))).toBe(false);
  });

  it('takes a name as a part, or with wildcards as a whole', () => {
    expect(namePattern('index')('index.test.ts')).toBe(true);
    expect(namePattern('*.test.*')('index.test.ts')).toBe(true);
    expect(namePattern('*.test')('index.test.ts')).toBe(false);
  });
});
