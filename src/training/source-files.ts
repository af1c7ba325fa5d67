import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CorpusPackage } from './corpus-list.ts';

/** How a language writes a comment that fills a line. */
export type LineComment = '//' | '#' | '--' | '%' | ';';

/** What the extraction must know of a language. */
export interface SourceLanguage {
  readonly name: string;
  readonly lineComment: LineComment;
  /** Whether block comments are slash-star. */
  readonly blockComments: boolean;
}

/** A source file of a package. */
export interface SourceText {
  /** Relative to the package, `/`-separated. */
  readonly path: string;
  readonly text: string;
  readonly language: SourceLanguage;
}

const language = (
  name: string,
  lineComment: LineComment,
  blockComments = lineComment === '//',
) => ({
  name,
  lineComment,
  blockComments,
});

const LANGUAGES: Readonly<Record<string, SourceLanguage>> = {
  py: language('python', '#'),
  js: language('javascript', '//'),
  jsx: language('javascript', '//'),
  mjs: language('javascript', '//'),
  ts: language('typescript', '//'),
  tsx: language('typescript', '//'),
  go: language('go', '//'),
  rs: language('rust', '//'),
  java: language('java', '//'),
  groovy: language('java', '//'),
  kt: language('kotlin', '//'),
  kts: language('kotlin', '//'),
  scala: language('scala', '//'),
  swift: language('swift', '//'),
  c: language('c', '//'),
  h: language('c', '//'),
  cc: language('cpp', '//'),
  cpp: language('cpp', '//'),
  cxx: language('cpp', '//'),
  'c++': language('cpp', '//'),
  hpp: language('cpp', '//'),
  hh: language('cpp', '//'),
  cs: language('csharp', '//'),
  rb: language('ruby', '#'),
  php: language('php', '//'),
  dart: language('dart', '//'),
  ex: language('elixir', '#'),
  exs: language('elixir', '#'),
  erl: language('erlang', '%'),
  hrl: language('erlang', '%'),
  hs: language('haskell', '--'),
  lua: language('lua', '--'),
  sql: language('sql', '--', true),
  sh: language('shell', '#'),
  bash: language('shell', '#'),
  zsh: language('shell', '#'),
  // Only for its examples of code.
  md: language('markdown', '#'),
};

/** Repositories that the quality kits ask of: neither they nor copies of them may be learned from. */
const BENCHMARK_NAMES = new Set(
  `flask httpx model2vec requests express gin gson monolog rails messagepack-csharp alamofire nlohmann-json
  nlohmann phoenix axum vitest newtonsoft-json newtonsoftjson newtonsoft kotlinx-coroutines circe vapor redis
  libuv uv aeson lazynvim nvm zig-clap aiohttp fastapi pydantic starlette axios redux cobra chi commons-lang
  commons-lang3 jackson-databind guzzle guzzlehttp laravel illuminate sinatra rack tokio trpc ktor cats click
  serde zod dapper exposed http4s snapkit plug ecto abseil-cpp abseil absl fmtlib fmt curl bats-core bats
  telescopenvim zig bash-it pandoc xmonad mininvim zls railties activerecord activesupport actionpack
  actionview kotlinx hiredis serde_json serdejson serde_derive`
    .split(/\s+/)
    .map(plainName),
);

/** Whether a folder or a package is called as a repository of a quality kit, in any spelling. */
export function isOfBenchmark(name: string): boolean {
  return BENCHMARK_NAMES.has(plainName(name));
}

/** The Go standard library's own `fmt`, symfony's own `express…` and the like are no copies. */
const NAMESAKES = new Set(['golang-1.19-src:fmt']);

const OTHER_PEOPLES = new Set(
  `vendor vendors vendored third_party thirdparty 3rdparty third-party node_modules deps dep external extern
  externals bundled _vendor site-packages testdata fixtures locale locales i18n licenses license debian
  generated gen gen-go __generated__ min umd cjs bundles __pycache__ data`.split(/\s+/),
);
const BUILT = new Set(['dist', 'build', 'out', 'es5', 'esm5', 'es6', 'commonjs', 'flow']);
const MAX_FILE_BYTES = 500_000;
const MIN_FILE_BYTES = 150;

/** Whether a file holds tests, by its name or a folder's. */
export function isTestPath(place: string): boolean {
  return /(?:^|[/_.-])(?:tests?|spec)(?:[/_.-]|$)|Test\.\w+$/i.test(place);
}

/** The source files of an unpacked package, in order of path; other people's and built code left out. */
export function* sourceFiles(folder: string, pack: CorpusPackage): Generator<SourceText> {
  const roots = pack.only ?? [''];
  const hasSource = ['src', 'Source', 'packages', 'lib'].some((name) =>
    existsSync(path.join(folder, name)),
  );
  for (const root of roots) {
    if (existsSync(path.join(folder, root))) yield* walk(folder, root, pack, hasSource);
  }
}

function* walk(
  folder: string,
  relative: string,
  pack: CorpusPackage,
  skipBuilt: boolean,
): Generator<SourceText> {
  const entries = readdirSync(path.join(folder, relative), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const place = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory()) {
      if (isLeftOut(entry.name, pack) || (skipBuilt && BUILT.has(entry.name))) continue;
      yield* walk(folder, place, pack, skipBuilt);
    } else if (entry.isFile()) {
      const found = readSource(folder, place);
      if (found !== null) yield found;
    }
  }
}

function isLeftOut(name: string, pack: CorpusPackage): boolean {
  if (name.startsWith('.') || OTHER_PEOPLES.has(name.toLowerCase())) return true;
  return isOfBenchmark(name) && !NAMESAKES.has(`${pack.name}:${name}`);
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.\s]|\d+(?:\.\d+)+$/g, '');
}

function readSource(folder: string, place: string): SourceText | null {
  const extension = /\.([\w+]+)$/.exec(place)?.[1]?.toLowerCase() ?? '';
  const found = LANGUAGES[extension];
  if (found === undefined || /\.min\.\w+$|\.d\.[mc]?ts$|[._]pb2?\.\w+$|bundle\.js$/.test(place))
    return null;
  const file = path.join(folder, place);
  const { size } = statSync(file);
  if (size > MAX_FILE_BYTES || size < MIN_FILE_BYTES) return null;
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  if (text.includes('\u0000') || text.includes('\ufffd')) return null;
  const lines = text.split('\n').length;
  if (text.length / lines > 120) return null;
  if (/generated by|do not edit|autogenerated|automatically generated/i.test(text.slice(0, 800)))
    return null;
  return { path: cleanPath(place), text, language: found };
}

/** Where Debian installs a package says nothing: the path from there on does. */
function cleanPath(place: string): string {
  return place.replace(
    /^usr\/(?:lib|share|include|src)\/(?:python3\/dist-packages\/|python3\.\d+\/|gocode\/src\/|ruby\/vendor_ruby\/|ruby\/\d[\d.]*\/|rubygems-integration\/all\/gems\/|go-[\d.]+\/|rustc-src-[\d.]+\/)?/,
    '',
  );
}
