/**
 * Syntax of every language id of `domain/language.ts` that has a grammar among CodeMirror's packages;
 * each package is its own chunk, fetched when the first file of the language is shown. The same grammar
 * colours snippets and the viewer.
 */
import {
  type Language,
  LanguageSupport,
  StreamLanguage,
  type StreamParser,
} from '@codemirror/language';
import type { LanguageId } from '../../domain/api.ts';

type Loader = () => Promise<LanguageSupport | Language>;

/** A mode of the older, line-based kind. */
const mode =
  (load: () => Promise<StreamParser<unknown>>): Loader =>
  async () =>
    StreamLanguage.define(await load());

const clike = () => import('@codemirror/legacy-modes/mode/clike');
const javascript = (config: { typescript?: boolean; jsx?: boolean }): Loader => {
  return async () => (await import('@codemirror/lang-javascript')).javascript(config);
};
const cpp: Loader = async () => (await import('@codemirror/lang-cpp')).cpp();
const html: Loader = async () => (await import('@codemirror/lang-html')).html();
const css: Loader = async () => (await import('@codemirror/lang-css')).css();

const LOADERS: Readonly<Record<LanguageId, Loader>> = {
  typescript: javascript({ typescript: true }),
  tsx: javascript({ typescript: true, jsx: true }),
  javascript: javascript({ jsx: true }),
  python: async () => (await import('@codemirror/lang-python')).python(),
  go: async () => (await import('@codemirror/lang-go')).go(),
  rust: async () => (await import('@codemirror/lang-rust')).rust(),
  java: async () => (await import('@codemirror/lang-java')).java(),
  c: cpp,
  cpp,
  'objective-c': mode(async () => (await clike()).objectiveC),
  glsl: mode(async () => (await clike()).shader),
  csharp: mode(async () => (await clike()).csharp),
  kotlin: mode(async () => (await clike()).kotlin),
  scala: mode(async () => (await clike()).scala),
  dart: mode(async () => (await clike()).dart),
  ruby: mode(async () => (await import('@codemirror/legacy-modes/mode/ruby')).ruby),
  php: async () => (await import('@codemirror/lang-php')).php(),
  shell: mode(async () => (await import('@codemirror/legacy-modes/mode/shell')).shell),
  powershell: mode(
    async () => (await import('@codemirror/legacy-modes/mode/powershell')).powerShell,
  ),
  swift: mode(async () => (await import('@codemirror/legacy-modes/mode/swift')).swift),
  haskell: mode(async () => (await import('@codemirror/legacy-modes/mode/haskell')).haskell),
  erlang: mode(async () => (await import('@codemirror/legacy-modes/mode/erlang')).erlang),
  lua: mode(async () => (await import('@codemirror/legacy-modes/mode/lua')).lua),
  perl: mode(async () => (await import('@codemirror/legacy-modes/mode/perl')).perl),
  r: mode(async () => (await import('@codemirror/legacy-modes/mode/r')).r),
  julia: mode(async () => (await import('@codemirror/legacy-modes/mode/julia')).julia),
  clojure: mode(async () => (await import('@codemirror/legacy-modes/mode/clojure')).clojure),
  ocaml: mode(async () => (await import('@codemirror/legacy-modes/mode/mllike')).oCaml),
  fsharp: mode(async () => (await import('@codemirror/legacy-modes/mode/mllike')).fSharp),
  groovy: mode(async () => (await import('@codemirror/legacy-modes/mode/groovy')).groovy),
  fortran: mode(async () => (await import('@codemirror/legacy-modes/mode/fortran')).fortran),
  assembly: mode(async () => (await import('@codemirror/legacy-modes/mode/gas')).gas),
  lisp: mode(async () => (await import('@codemirror/legacy-modes/mode/commonlisp')).commonLisp),
  sql: async () => (await import('@codemirror/lang-sql')).sql(),
  protobuf: mode(async () => (await import('@codemirror/legacy-modes/mode/protobuf')).protobuf),
  html,
  vue: html,
  svelte: html,
  css,
  scss: mode(async () => (await import('@codemirror/legacy-modes/mode/css')).sCSS),
  markdown: async () => (await import('@codemirror/lang-markdown')).markdown(),
  latex: mode(async () => (await import('@codemirror/legacy-modes/mode/stex')).stex),
  json: async () => (await import('@codemirror/lang-json')).json(),
  yaml: async () => (await import('@codemirror/lang-yaml')).yaml(),
  toml: mode(async () => (await import('@codemirror/legacy-modes/mode/toml')).toml),
  ini: mode(async () => (await import('@codemirror/legacy-modes/mode/properties')).properties),
  xml: async () => (await import('@codemirror/lang-xml')).xml(),
  cmake: mode(async () => (await import('@codemirror/legacy-modes/mode/cmake')).cmake),
  dockerfile: mode(
    async () => (await import('@codemirror/legacy-modes/mode/dockerfile')).dockerFile,
  ),
  bazel: async () => (await import('@codemirror/lang-python')).python(),
  diff: mode(async () => (await import('@codemirror/legacy-modes/mode/diff')).diff),
};

const loaded = new Map<LanguageId, Promise<LanguageSupport | Language | null>>();

/** Null for languages without a grammar here, and when it cannot be fetched: then the code is plain. */
export function loadLanguage(id: LanguageId): Promise<LanguageSupport | Language | null> {
  const known = loaded.get(id);
  if (known) return known;
  const loading = Object.hasOwn(LOADERS, id)
    ? (LOADERS[id]?.() ?? Promise.resolve(null)).catch(() => null)
    : Promise.resolve(null);
  loaded.set(id, loading);
  return loading;
}

/** The grammar alone, without the editing features that come with it. */
export function grammarOf(support: LanguageSupport | Language): Language {
  return support instanceof LanguageSupport ? support.language : support;
}
