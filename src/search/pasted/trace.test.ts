import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainPath, readTrace } from './trace.ts';

/** `path:line name` of each place. */
function places(text: string): string[] {
  return readTrace(text).places.map(({ path, line, name }) => `${path}:${line} ${name ?? '-'}`);
}

const TRACES: Readonly<Record<string, readonly [text: string, places: readonly string[]]>> = {
  'V8, functions, methods, async, addresses and none': [
    `TypeError: Cannot read properties of undefined (reading 'id')
    at fetchUser (/app/src/user.js:12:18)
    at async Object.load [as open] (file:///app/src/load.mjs:3:1)
    at new Store (webpack-internal:///./src/store.ts:7:9)
    at https://host.example:8080/assets/app.js?v=3:1:200
    at Array.map (<anonymous>)
    at node:internal/process/task_queues:95:5`,
    [
      '/app/src/user.js:12 fetchUser',
      '/app/src/load.mjs:3 load',
      '/src/store.ts:7 Store',
      '/assets/app.js:1 -',
    ],
  ],
  'Firefox and Safari': [
    `parse@https://host/src/parse.js:12:5
@http://localhost:3000/main.js:1:1`,
    ['/src/parse.js:12 parse', '/main.js:1 -'],
  ],
  'Python, the innermost call first': [
    `Traceback (most recent call last):
  File "/srv/app/main.py", line 8, in <module>
    run()
  File "/srv/app/jobs/run.py", line 31, in run
    raise ValueError("no job")
ValueError: no job`,
    ['/srv/app/jobs/run.py:31 run', '/srv/app/main.py:8 -'],
  ],
  'Java, inner classes, lambdas and modules': [
    `Exception in thread "main" java.lang.IllegalStateException: closed
\tat com.acme.db.Pool.take(Pool.java:77)
\tat app//com.acme.App$Runner.lambda$start$0(App.java:20)
\tat java.base@17.0.1/java.lang.Thread.run(Thread.java:833)
\tat com.acme.Native.call(Native Method)
Caused by: java.io.IOException`,
    [
      'com/acme/db/Pool.java:77 take',
      'com/acme/App.java:20 start',
      'java/lang/Thread.java:833 run',
    ],
  ],
  Go: [
    `panic: runtime error: index out of range [3] with length 3

goroutine 1 [running]:
main.(*Server).handle(0xc000010030, 0x1)
\t/home/me/srv/server.go:42 +0x1d
main.main()
\t/home/me/srv/main.go:9 +0x25
created by main.start in goroutine 1
\t/home/me/srv/start.go:5`,
    [
      '/home/me/srv/server.go:42 handle',
      '/home/me/srv/main.go:9 main',
      '/home/me/srv/start.go:5 start',
    ],
  ],
  Rust: [
    `thread 'main' panicked at src/main.rs:4:5:
called \`Option::unwrap()\` on a \`None\` value
stack backtrace:
   1: core::panicking::panic
             at /rustc/abc/library/core/src/panicking.rs:48:5
   2: crab::shell::open
             at ./src/shell.rs:31:9`,
    [
      'src/main.rs:4 -',
      '/rustc/abc/library/core/src/panicking.rs:48 panic',
      'src/shell.rs:31 open',
    ],
  ],
  'C#': [
    `System.NullReferenceException: Object reference not set
   at Shop.Cart.Add(Item item) in C:\\build\\Shop\\Cart.cs:line 55
   at Shop.Program.<Main>b__0() in /src/Shop/Program.cs:line 9`,
    ['/build/Shop/Cart.cs:55 Add', '/src/Shop/Program.cs:9 -'],
  ],
  'Ruby, old and new marks': [
    `app/models/user.rb:14:in 'User#save': no name (ArgumentError)
\tfrom app/jobs/sync.rb:8:in \`block in run'
\tfrom bin/sync.rb:3:in '<main>'`,
    ['app/models/user.rb:14 -', 'app/jobs/sync.rb:8 block in run', 'bin/sync.rb:3 -'],
  ],
  PHP: [
    `PHP Fatal error:  Uncaught Error in /var/www/lib/Mail.php on line 20
#0 /var/www/index.php(7): App\\Mail->send('x')
#1 {main}`,
    ['/var/www/lib/Mail.php:20 -', '/var/www/index.php:7 send'],
  ],
  'compilers and linters': [
    `src/a.ts(3,14): error TS2322: Type 'string' is not assignable
 --> crates/core/src/lib.rs:10:5
lib/parse.c:88:12: warning: unused variable`,
    ['src/a.ts:3 -', 'crates/core/src/lib.rs:10 -', 'lib/parse.c:88 -'],
  ],
};

describe('readTrace', () => {
  it.each(Object.entries(TRACES))('reads the places of %s', (_, [text, expected]) => {
    expect(places(text)).toEqual(expected);
  });

  it('keeps the message apart from the frames', () => {
    const [text] = TRACES['V8, functions, methods, async, addresses and none'] ?? [''];
    const { message } = readTrace(text);
    expect(message).toContain("Cannot read properties of undefined (reading 'id')");
    expect(message).not.toContain('user.js');
  });

  it('finds no place in prose, addresses and code', () => {
    expect(places('See https://example.com/a/b for v1.2.3, at 10:30.')).toEqual([]);
    expect(places('const a = { b: 1 };\nreturn a.b ? 3 : 4;\nx.y.z:name')).toEqual([]);
  });

  it('reads any text, however long its lines, without an error and no place twice', () => {
    const piece = fc.constantFrom(
      'at ',
      '(',
      ')',
      ':12',
      ':1:2',
      'a.js',
      '/',
      '\\',
      '@',
      ' in ',
      'File "',
      '", line 3',
      '\n',
      '%E0%',
      '://',
      '<anonymous>',
      '::',
      '$',
      '#0 ',
      ' on line 7',
      'x'.repeat(300),
      '.',
      '+0x1d',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const read = readTrace(any);
        const keys = read.places.map(({ path, line }) => `${path}:${line}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { line } of read.places) expect(line === null || line >= 1).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('takes a number of steps that grows with the text, not with its square', () => {
    // Were one of the forms to look back over the line, these would take minutes and run into the time limit of a test.
    const nasty = ['a.', 'at (', '@a:1', '/a.b', ':1', 'File "', '#0 a(', 'a (', ' in '];
    for (const piece of nasty) {
      const line = piece.repeat(60_000);
      expect(readTrace(`${line}\n${line}`).places.length).toBeLessThanOrEqual(100);
    }
  });
});

describe('plainPath', () => {
  it.each([
    ['C:\\work\\a\\b.cs', '/work/a/b.cs'],
    ['file:///C:/work/a.js', '/work/a.js'],
    ['./src/../a%20b.js', 'src/../a b.js'],
    ['/bad%E0%A4.js', '/bad%E0%A4.js'],
    ['webpack://app/./src/a.ts?b1f2', '/src/a.ts'],
  ])('reads %s', (written, path) => {
    expect(plainPath(written)).toBe(path);
  });
});
