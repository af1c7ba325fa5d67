import { expect, test } from 'vitest';
import { addressedPackages, assertLock, missingOptional, platformOf } from './lock.mjs';

test('the lock of this project is complete and names no registry', () => {
  expect(assertLock).not.toThrow();
});

test('an optional package that the lock lacks is found, with the systems that it is for', () => {
  const lock = {
    packages: {
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { '@tool/linux-arm64-musl': '1.0.0', '@tool/linux-x64': '1.0.0' },
      },
      'node_modules/@tool/linux-x64': { version: '1.0.0', optional: true },
    },
  };
  expect(missingOptional(lock)).toEqual([
    {
      path: 'node_modules/@tool/linux-arm64-musl',
      entry: {
        version: '1.0.0',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['arm64'],
        libc: ['musl'],
      },
    },
  ]);
});

test('a package below its parent satisfies it', () => {
  const lock = {
    packages: {
      'node_modules/a/node_modules/b': {
        optionalDependencies: { c: '1.0.0', d: '1.0.0', e: '1.0.0' },
      },
      'node_modules/a/node_modules/b/node_modules/c': {},
      'node_modules/a/node_modules/d': {},
      'node_modules/e': {},
    },
  };
  expect(missingOptional(lock)).toEqual([]);
});

test('an address is found, a folder of the project is not', () => {
  const lock = {
    packages: {
      'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
      'node_modules/b': { resolved: '.ci/stubs/b', link: true },
    },
  };
  expect(addressedPackages(lock)).toEqual(['node_modules/a']);
});

test.each([
  ['@oxc-parser/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@oxc-parser/binding-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
  ['@biomejs/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['fsevents', {}],
])('reads the systems of %s', (name, expected) => {
  expect(platformOf(name)).toEqual(expected);
});
