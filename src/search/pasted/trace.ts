/**
 * Places that a pasted text names: frames of a stack trace, messages of a compiler. Read line by line, each line by the
 * first form that fits it:
 *
 * - V8 `at fn (file:///app/a.js:1:2)`, `at async a.js:1:2`; Firefox and Safari `fn@https://host/a.js:1:2`
 * - Python `File "a.py", line 1, in fn`; PHP `#0 /app/a.php(1): fn()`, `in /app/a.php on line 1`
 * - Java, Kotlin, Scala `at app//com.acme.Bar$Inner.fn(Bar.java:1)`: the package tells the folders
 * - Go `\t/app/a.go:1 +0x1d`, with the function in the line before; Rust `at ./src/a.rs:1:2`, `--> src/a.rs:1:2`
 * - C# `at App.Bar.Fn(String x) in C:\app\Bar.cs:line 1`; Ruby `app/a.rb:1:in 'fn'`
 * - tsc and MSVC `src/a.ts(1,2): error`; anything else that ends in `name.ext:1` or `name.ext:1:2`
 *
 * Every expression is anchored and its parts are bounded, so that a line costs its length; lines are cut, places counted.
 */

/** A place as the text has it. */
export interface TracePlace {
  /** Written with `/`, without scheme, host and drive; absolute or relative to who knows what. */
  readonly path: string;
  /** 1-based; null when only the file is named. */
  readonly line: number | null;
  /** Of the function or method, without its class, when the frame tells it. */
  readonly name: string | null;
}

const MAX_LINE_LENGTH = 1_000;
/** Deeper frames say less and less. */
const MAX_PLACES = 100;
const MAX_NAME_LENGTH = 200;

/** What a text says line by line. */
export interface ReadTrace {
  /** The innermost call first, as it is thought of; each once. */
  readonly places: readonly TracePlace[];
  /** The lines that name no place: the message. */
  readonly message: string;
}

/** Reads any text; one without places gives none. Never throws; linear in the length. */
export function readTrace(text: string): ReadTrace {
  const places: TracePlace[] = [];
  const message: string[] = [];
  let before = '';
  for (const whole of text.split('\n')) {
    const line = whole.slice(0, MAX_LINE_LENGTH).trim();
    const found = places.length < MAX_PLACES ? placesInLine(line, before) : [];
    if (found.length === 0) message.push(line);
    // A line such as `error in a.ts:3: Unknown option` is a message, too.
    else if (!isFrame(line)) message.push(line);
    places.push(...found);
    before = line;
  }
  // Python writes the outermost call first, and some Rubies do.
  if (/^\s*Traceback \(most recent call last\)/m.test(text)) places.reverse();
  return { places: distinct(places).slice(0, MAX_PLACES), message: message.join('\n').trim() };
}

type Form = (line: string, before: string) => TracePlace | null;

const FORMS: readonly Form[] = [
  python,
  java,
  csharp,
  firefox,
  v8,
  phpFrame,
  phpMessage,
  parenthesised,
];

function placesInLine(line: string, before: string): TracePlace[] {
  if (line === '') return [];
  for (const form of FORMS) {
    const place = form(line, before);
    if (place !== null) return [place];
  }
  return plainPlaces(line, before);
}

function isFrame(line: string): boolean {
  return /^(?:at |from |File "|#\d|--> |\S{1,300}@|\S{1,300}\.\w{1,10}:\d{1,7}(?:$|[: ](?:in |\+0x|\d{1,7}$)))/.test(
    line,
  );
}

function python(line: string): TracePlace | null {
  const match = /^File "([^"]{1,500})", line (\d{1,7})(?:, in (\S{1,200}))?/.exec(line);
  return match && placeOf(match[1], match[2], match[3]);
}

/** `app//`, `java.base@17/` and the like before the class are the module. */
function java(line: string): TracePlace | null {
  const match =
    /^(?:at )?(?:[\w.@-]{0,200}\/{1,2})?([\w$.<>]{1,400})\(([\w$-]{1,200}\.(?:java|kt|kts|scala|groovy|clj))(?::(\d{1,7}))?\)/.exec(
      line,
    );
  if (match === null) return null;
  const qualified = (match[1] as string).split('.');
  const name = qualified.pop();
  // The last of them is the class.
  const folders = qualified.slice(0, -1);
  return placeOf([...folders, match[2]].join('/'), match[3], name);
}

function csharp(line: string): TracePlace | null {
  const match = /^(?:at )?([^(\s]{0,400})(?:\([^)]{0,400}\))? in (.{1,500}):line (\d{1,7})$/.exec(
    line,
  );
  return match && placeOf(match[2], match[3], match[1]);
}

function firefox(line: string): TracePlace | null {
  const match = /^([^@\s]{0,200})@(\S{1,500}):(\d{1,7}):\d{1,7}$/.exec(line);
  return match && placeOf(match[2], match[3], match[1]);
}

/** Rust's, too, whose function stands in the line before. */
function v8(line: string, before: string): TracePlace | null {
  const match = /^at (?:async )?(?:new )?(.{1,700}):(\d{1,7}):\d{1,7}\)?$/.exec(line);
  if (match === null) return null;
  const whole = match[1] as string;
  const open = whole.lastIndexOf(' (');
  if (open === -1) {
    const rust = /^\d{1,5}: (?:0x[0-9a-f]{1,20} - )?(\S{1,400})$/.exec(before)?.[1];
    return placeOf(whole.replace(/^\(/, ''), match[2], rust);
  }
  // `Foo.bar [as baz]` is called `bar` where it is defined.
  return placeOf(whole.slice(open + 2), match[2], whole.slice(0, open).split(' ')[0]);
}

function phpFrame(line: string): TracePlace | null {
  const match = /^#\d{1,4} (.{1,500})\((\d{1,7})\): ([^(\s]{1,200})/.exec(line);
  return match && placeOf(match[1], match[2], match[3]?.split(/::|->/).at(-1));
}

function phpMessage(line: string): TracePlace | null {
  const match = / in (\S{1,500}) on line (\d{1,7})/.exec(line);
  return match && placeOf(match[1], match[2], undefined);
}

/** tsc, MSVC. */
function parenthesised(line: string): TracePlace | null {
  const match = /^(\S{1,500}\.\w{1,10})\((\d{1,7})(?:,\d{1,7})?\): /.exec(line);
  return match && placeOf(match[1], match[2], undefined);
}

/** Ruby, Go, Rust, compilers, and prose: whatever ends in `name.ext:line`. */
function plainPlaces(line: string, before: string): TracePlace[] {
  const places: TracePlace[] = [];
  const ruby = /:in ['`](?:[^'`]{0,200}[#.])?([^'`]{1,200})['`]$/.exec(line)?.[1];
  const isGo = /^\S{1,500}:\d{1,7}(?: \+0x[0-9a-f]{1,8})?$/.test(line);
  const go = isGo
    ? /^(?:created by )?(\S{1,400}?)(?:\(0x[^(]{0,400}|\(\.\.\.\)|\(\)|\{0x.{0,400}| in .{0,100})?$/.exec(
        before,
      )?.[1]
    : undefined;
  for (const token of line.split(/[\s"'`()<>|,;[\]{}]+/)) {
    const match = /^(.{0,500}?\.[A-Za-z]\w{0,9}):(\d{1,7})(?::\d{1,7})?(?!\w)/.exec(token);
    if (match === null) continue;
    const place = placeOf(match[1], match[2], ruby ?? go);
    if (place !== null) places.push(place);
  }
  return places;
}

function placeOf(
  written: string | undefined,
  line: string | undefined,
  name: string | undefined,
): TracePlace | null {
  const path = plainPath(written ?? '');
  // `<anonymous>` and `native` are no files, and `node:internal/…` is none that anybody has indexed.
  if (path.startsWith('node:')) return null;
  if (!/[^/]\.\w{1,10}$/.test(path) && !/\/[\w.-]+$/.test(path)) return null;
  const number = Number(line);
  // Of `Bar$Inner.fn`, `lambda$fn$0`, `Foo::fn`, `Foo#fn`.
  const own = name?.split(/[.:#$]+/).findLast((part) => /^[\p{L}_<]/u.test(part)) ?? '';
  return {
    path,
    line: line !== undefined && number >= 1 ? number : null,
    name: /^(?:$|<)/.test(own) || own.length > MAX_NAME_LENGTH ? null : own,
  };
}

/** The path of whatever stands for a file: an address, a bundler's name, a Windows path. */
export function plainPath(written: string): string {
  let path = written.trim().replaceAll('\\', '/');
  // `file:///a` has no host, `https://host:80/a` and `webpack://name/./a` have one.
  path = path.replace(/^[a-z][a-z0-9+.-]{1,30}:\/\/[^/]{0,300}(?=\/)/i, '');
  path = path.replace(/[?#].*$/, '').replace(/^\/?[A-Za-z]:\//, '/');
  if (path.includes('%')) {
    try {
      path = decodeURIComponent(path);
    } catch {
      // As it is, then.
    }
  }
  return path
    .split('/')
    .filter((segment, index) => segment !== '.' && (segment !== '' || index === 0))
    .join('/');
}

function distinct(places: readonly TracePlace[]): TracePlace[] {
  const known = new Map<string, TracePlace>();
  for (const place of places) {
    const key = `${place.path}:${place.line}`;
    if (!known.has(key)) known.set(key, place);
  }
  return [...known.values()];
}
