/** Id of a programming or document language, as `lang:` takes it. */
export type LanguageId = string & {};

export interface Language {
  readonly id: LanguageId;
  /** As shown to the person. */
  readonly name: string;
  /** Other words that `lang:` takes for it. */
  readonly aliases?: readonly string[];
  /** Lower-case, with the dot; longest match wins (`.d.ts` before `.ts`). */
  readonly extensions: readonly string[];
  /** Whole file names, lower-case. */
  readonly filenames?: readonly string[];
}

export const PLAIN_TEXT: LanguageId = 'text';

/** Order matters only for display. */
export const LANGUAGES: readonly Language[] = [
  {
    id: 'typescript',
    name: 'TypeScript',
    aliases: ['ts'],
    extensions: ['.ts', '.mts', '.cts', '.d.ts'],
  },
  { id: 'tsx', name: 'TSX', extensions: ['.tsx'] },
  {
    id: 'javascript',
    name: 'JavaScript',
    aliases: ['js', 'jsx'],
    extensions: ['.js', '.mjs', '.cjs', '.jsx', '.es6'],
  },
  {
    id: 'python',
    name: 'Python',
    aliases: ['py'],
    extensions: ['.py', '.pyi', '.pyw', '.pyx'],
    filenames: ['sconstruct', 'sconscript', 'wscript'],
  },
  { id: 'go', name: 'Go', aliases: ['golang'], extensions: ['.go'] },
  { id: 'rust', name: 'Rust', aliases: ['rs'], extensions: ['.rs'] },
  { id: 'java', name: 'Java', extensions: ['.java'] },
  { id: 'c', name: 'C', extensions: ['.c', '.h'] },
  {
    id: 'cpp',
    name: 'C++',
    aliases: ['c++', 'cxx'],
    extensions: [
      '.cpp',
      '.cc',
      '.cxx',
      '.c++',
      '.hpp',
      '.hh',
      '.hxx',
      '.h++',
      '.ipp',
      '.inl',
      '.tpp',
      '.cu',
      '.cuh',
      '.ino',
    ],
  },
  { id: 'csharp', name: 'C#', aliases: ['c#', 'cs'], extensions: ['.cs', '.csx'] },
  {
    id: 'ruby',
    name: 'Ruby',
    aliases: ['rb'],
    extensions: ['.rb', '.rake', '.gemspec', '.ru'],
    filenames: ['rakefile', 'gemfile', 'vagrantfile', 'podfile', 'brewfile'],
  },
  { id: 'php', name: 'PHP', extensions: ['.php', '.phtml', '.inc'] },
  {
    id: 'shell',
    name: 'Shell',
    aliases: ['bash', 'sh', 'zsh'],
    extensions: ['.sh', '.bash', '.zsh', '.ksh', '.bats'],
    filenames: ['.bashrc', '.bash_profile', '.zshrc', '.profile'],
  },
  {
    id: 'powershell',
    name: 'PowerShell',
    aliases: ['ps1'],
    extensions: ['.ps1', '.psm1', '.psd1'],
  },
  { id: 'kotlin', name: 'Kotlin', aliases: ['kt'], extensions: ['.kt', '.kts'] },
  { id: 'swift', name: 'Swift', extensions: ['.swift'] },
  { id: 'scala', name: 'Scala', extensions: ['.scala', '.sc', '.sbt'] },
  { id: 'haskell', name: 'Haskell', aliases: ['hs'], extensions: ['.hs', '.lhs'] },
  { id: 'elixir', name: 'Elixir', aliases: ['ex'], extensions: ['.ex', '.exs'] },
  { id: 'erlang', name: 'Erlang', extensions: ['.erl', '.hrl'] },
  { id: 'lua', name: 'Lua', extensions: ['.lua'] },
  { id: 'perl', name: 'Perl', aliases: ['pl'], extensions: ['.pl', '.pm', '.t'] },
  { id: 'r', name: 'R', extensions: ['.r'] },
  { id: 'julia', name: 'Julia', aliases: ['jl'], extensions: ['.jl'] },
  { id: 'zig', name: 'Zig', extensions: ['.zig', '.zon'] },
  { id: 'dart', name: 'Dart', extensions: ['.dart'] },
  {
    id: 'clojure',
    name: 'Clojure',
    aliases: ['clj'],
    extensions: ['.clj', '.cljs', '.cljc', '.edn'],
  },
  { id: 'ocaml', name: 'OCaml', aliases: ['ml'], extensions: ['.ml', '.mli'] },
  { id: 'fsharp', name: 'F#', aliases: ['f#', 'fs'], extensions: ['.fs', '.fsi', '.fsx'] },
  { id: 'objective-c', name: 'Objective-C', aliases: ['objc'], extensions: ['.m', '.mm'] },
  { id: 'groovy', name: 'Groovy', extensions: ['.groovy', '.gradle'], filenames: ['jenkinsfile'] },
  { id: 'fortran', name: 'Fortran', extensions: ['.f', '.f90', '.f95', '.f03', '.for'] },
  { id: 'assembly', name: 'Assembly', aliases: ['asm'], extensions: ['.s', '.asm'] },
  {
    id: 'lisp',
    name: 'Lisp',
    aliases: ['scheme', 'elisp'],
    extensions: ['.lisp', '.el', '.scm', '.rkt'],
  },
  { id: 'vim', name: 'Vim script', aliases: ['viml'], extensions: ['.vim'], filenames: ['.vimrc'] },
  { id: 'nix', name: 'Nix', extensions: ['.nix'] },
  { id: 'sql', name: 'SQL', extensions: ['.sql'] },
  { id: 'graphql', name: 'GraphQL', aliases: ['gql'], extensions: ['.graphql', '.gql'] },
  { id: 'protobuf', name: 'Protocol Buffers', aliases: ['proto'], extensions: ['.proto'] },
  { id: 'thrift', name: 'Thrift', extensions: ['.thrift'] },
  { id: 'html', name: 'HTML', extensions: ['.html', '.htm', '.xhtml'] },
  { id: 'vue', name: 'Vue', extensions: ['.vue'] },
  { id: 'svelte', name: 'Svelte', extensions: ['.svelte'] },
  { id: 'css', name: 'CSS', extensions: ['.css'] },
  { id: 'scss', name: 'SCSS', aliases: ['sass', 'less'], extensions: ['.scss', '.sass', '.less'] },
  { id: 'glsl', name: 'GLSL', extensions: ['.glsl', '.vert', '.frag', '.wgsl', '.hlsl', '.metal'] },
  {
    id: 'markdown',
    name: 'Markdown',
    aliases: ['md', 'mdx'],
    extensions: ['.md', '.markdown', '.mdx', '.mkd'],
  },
  { id: 'restructuredtext', name: 'reStructuredText', aliases: ['rst'], extensions: ['.rst'] },
  { id: 'asciidoc', name: 'AsciiDoc', extensions: ['.adoc', '.asciidoc'] },
  { id: 'latex', name: 'LaTeX', aliases: ['tex'], extensions: ['.tex', '.sty', '.cls', '.bib'] },
  {
    id: 'json',
    name: 'JSON',
    aliases: ['jsonc', 'json5'],
    extensions: ['.json', '.jsonc', '.json5', '.webmanifest', '.geojson'],
    filenames: ['.babelrc', '.eslintrc', '.prettierrc'],
  },
  {
    id: 'yaml',
    name: 'YAML',
    aliases: ['yml'],
    extensions: ['.yaml', '.yml'],
    filenames: ['.clang-format'],
  },
  { id: 'toml', name: 'TOML', extensions: ['.toml'], filenames: ['pipfile'] },
  {
    id: 'ini',
    name: 'INI',
    aliases: ['conf'],
    extensions: ['.ini', '.cfg', '.conf', '.properties', '.editorconfig'],
    filenames: ['.gitconfig', '.npmrc', '.editorconfig', '.gitmodules'],
  },
  {
    id: 'xml',
    name: 'XML',
    extensions: [
      '.xml',
      '.xsd',
      '.xsl',
      '.xslt',
      '.svg',
      '.csproj',
      '.vbproj',
      '.props',
      '.targets',
      '.plist',
      '.xaml',
      '.storyboard',
      '.xib',
    ],
  },
  {
    id: 'makefile',
    name: 'Makefile',
    aliases: ['make'],
    extensions: ['.mk', '.mak'],
    filenames: ['makefile', 'gnumakefile'],
  },
  { id: 'cmake', name: 'CMake', extensions: ['.cmake'], filenames: ['cmakelists.txt'] },
  {
    id: 'dockerfile',
    name: 'Dockerfile',
    aliases: ['docker'],
    extensions: ['.dockerfile'],
    filenames: ['dockerfile', 'containerfile'],
  },
  {
    id: 'terraform',
    name: 'Terraform',
    aliases: ['hcl', 'tf'],
    extensions: ['.tf', '.tfvars', '.hcl'],
  },
  {
    id: 'bazel',
    name: 'Bazel',
    aliases: ['starlark'],
    extensions: ['.bzl', '.bazel', '.star'],
    filenames: ['build', 'workspace'],
  },
  { id: 'diff', name: 'Diff', aliases: ['patch'], extensions: ['.diff', '.patch'] },
  { id: 'batch', name: 'Batch', extensions: ['.bat', '.cmd'] },
  { id: 'csv', name: 'CSV', extensions: ['.csv', '.tsv'] },
  {
    id: PLAIN_TEXT,
    name: 'Text',
    aliases: ['txt', 'plain'],
    extensions: ['.txt', '.text', '.log'],
  },
];

const byExtension = new Map<string, LanguageId>();
const byFilename = new Map<string, LanguageId>();
const byWord = new Map<string, LanguageId>();
for (const language of LANGUAGES) {
  for (const extension of language.extensions) byExtension.set(extension, language.id);
  for (const filename of language.filenames ?? []) byFilename.set(filename, language.id);
  for (const word of [language.id, language.name.toLowerCase(), ...(language.aliases ?? [])]) {
    byWord.set(word, language.id);
  }
}

/** The language of a file by its name alone; plain text when the name tells nothing. */
export function languageOfPath(path: string): LanguageId {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const whole = byFilename.get(name);
  if (whole !== undefined) return whole;
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const language = byExtension.get(name.slice(dot));
    if (language !== undefined) return language;
  }
  return byFilename.get(name.split('.', 1)[0] ?? '') ?? PLAIN_TEXT;
}

/** What `lang:word` means; null for a word that names no language. */
export function languageOfWord(word: string): LanguageId | null {
  return byWord.get(word.toLowerCase()) ?? null;
}

/** As shown to the person. */
export function languageName(id: LanguageId): string {
  return LANGUAGES.find((language) => language.id === id)?.name ?? id;
}
