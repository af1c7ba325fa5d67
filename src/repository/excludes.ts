/*
 * What is left out without any rule of the repository: whole path segments inside the repository, never substrings, never
 * anything above the root. (The original matched regular expressions on absolute paths, so `robin/`, `monkey/` and every
 * repository below a folder called `build` were lost.)
 *
 * Names that mean one thing only (`node_modules`, `__pycache__`) are excluded by name. Names that people also give to sources
 * (`build`, `dist`, `out`, `target`, `bin`, `obj`, `vendor`, `coverage`, `env`) are excluded only with evidence:
 *  - inside: a marker that its tool writes there (`CACHEDIR.TAG`, `pyvenv.cfg`, `vendor/modules.txt`, `coverage/lcov.info`);
 *  - beside: the project file of the tool that writes there, and no `.gitignore` in force. Where a repository has ignore rules
 *    and they do not name the folder, the folder is tracked, so it is source (or committed output, which the `minified` and
 *    `generated` rules catch).
 * `bin/` is never excluded beside a package.json or a Cargo.toml: scripts live there.
 */

const ALWAYS_FOLDERS: ReadonlyMap<string, string> = new Map([
  ...names('version control data', ['.git', '.hg', '.svn', '.bzr', '_darcs', 'CVS']),
  ...names('installed packages', [
    'node_modules',
    'bower_components',
    'jspm_packages',
    'web_modules',
    'site-packages',
    '.venv',
    'venv',
    '.yarn',
    '.pnpm-store',
    '.bundle',
    'Pods',
    'Carthage',
    'elm-stuff',
    '.eggs',
  ]),
  ...names('build output', [
    '.next',
    '.nuxt',
    '.output',
    '.svelte-kit',
    '.angular',
    '.docusaurus',
    '.vercel',
    '.netlify',
    '.serverless',
    '.aws-sam',
    'dist-newstyle',
    '.stack-work',
    'zig-out',
    'DerivedData',
    '.dart_tool',
    '_site',
  ]),
  ...names('a cache', [
    '__pycache__',
    '.cache',
    '.parcel-cache',
    '.turbo',
    '.nx',
    '.gradle',
    '.tox',
    '.nox',
    '.mypy_cache',
    '.pytest_cache',
    '.ruff_cache',
    '.hypothesis',
    '.ipynb_checkpoints',
    '.sass-cache',
    'zig-cache',
    '.zig-cache',
    '.terraform',
    '.ccls-cache',
  ]),
  ...names('a coverage report', ['.nyc_output', 'htmlcov', 'lcov-report']),
  ...names('settings of an editor', ['.idea', '.vs']),
  ...names('data of the operating system', [
    '__MACOSX',
    '.Trashes',
    '.Spotlight-V100',
    '$RECYCLE.BIN',
  ]),
]);

const ALWAYS_FILES: ReadonlyMap<string, string> = new Map([
  ...names('a lock file', [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'bun.lockb',
    'deno.lock',
    'Cargo.lock',
    'poetry.lock',
    'Pipfile.lock',
    'pdm.lock',
    'uv.lock',
    'pixi.lock',
    'conda-lock.yml',
    'composer.lock',
    'Gemfile.lock',
    'go.sum',
    'go.work.sum',
    'gradle.lockfile',
    'packages.lock.json',
    'paket.lock',
    'project.assets.json',
    'Podfile.lock',
    'Cartfile.resolved',
    'Package.resolved',
    'pubspec.lock',
    'mix.lock',
    'rebar.lock',
    'flake.lock',
    'stack.yaml.lock',
    'cabal.project.freeze',
    'Manifest.toml.lock',
    '.terraform.lock.hcl',
    'MODULE.bazel.lock',
  ]),
  ...names('a lock file', ['.pnp.cjs', '.pnp.js', '.pnp.loader.mjs']),
  ...names('data of the operating system', ['.DS_Store', 'Thumbs.db', 'desktop.ini', '.directory']),
  // A worktree or a submodule: a file that only points to the real folder.
  ...names('version control data', ['.git']),
]);

/** Folder name to the project files that make it output when one of them stands beside it. `*` takes any start. */
const OUTPUT_BESIDE: ReadonlyMap<string, readonly string[]> = new Map([
  ['target', ['Cargo.toml', 'pom.xml', 'build.sbt', 'project.clj']],
  ['build', [...jsProject(), 'build.gradle', 'build.gradle.kts', 'setup.py', 'pubspec.yaml']],
  ['dist', [...jsProject(), 'setup.py', 'pyproject.toml']],
  ['out', [...jsProject(), 'foundry.toml']],
  ['bin', ['*.csproj', '*.fsproj', '*.vbproj']],
  ['obj', ['*.csproj', '*.fsproj', '*.vbproj']],
  ['_build', ['mix.exs', 'rebar.config', 'dune-project']],
  ['deps', ['mix.exs']],
]);

/** A package that ships nothing but `dist/` has its only source there, so sources must stand beside it too. */
const SOURCE_FOLDERS = ['src', 'lib', 'source', 'sources', 'app', 'packages'];

/** Folder name ('' for any) to the names inside which only a tool writes. */
const MARKERS_INSIDE: readonly (readonly [string, string, string])[] = [
  ['', 'CACHEDIR.TAG', 'a cache'],
  ['', 'pyvenv.cfg', 'a Python environment'],
  ['vendor', 'modules.txt', 'vendored Go modules'],
  ['vendor', 'autoload.php', 'vendored PHP packages'],
  ['bundle', 'ruby', 'vendored Ruby gems'],
  ['coverage', 'lcov.info', 'a coverage report'],
  ['coverage', 'lcov-report', 'a coverage report'],
  ['coverage', 'coverage-final.json', 'a coverage report'],
  ['coverage', 'coverage-summary.json', 'a coverage report'],
  ['coverage', 'clover.xml', 'a coverage report'],
  ['coverage', 'index.html', 'a coverage report'],
  ['build', 'CMakeCache.txt', 'build output'],
  ['out', 'CMakeCache.txt', 'build output'],
  ['dist', '.tsbuildinfo', 'build output'],
];

const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.bzr', '_darcs', 'CVS']);

/** Folders that are not entered even when the folder around them is included anyway. */
export function isVersionControl(name: string): boolean {
  return VERSION_CONTROL.has(name);
}

/** Why a folder is left out, told from its name and what stands beside it; null when it is not. */
export function excludedFolder(
  name: string,
  siblings: ReadonlySet<string>,
  ignoreRulesInForce: boolean,
): string | null {
  const always =
    ALWAYS_FOLDERS.get(name) ?? (name.endsWith('.egg-info') ? 'build output' : undefined);
  if (always !== undefined) return excludeText(name, always);
  const projects = OUTPUT_BESIDE.get(name);
  if (projects === undefined || ignoreRulesInForce) return null;
  const project = projects.find((candidate) => hasName(siblings, candidate));
  if (project === undefined) return null;
  if (jsProject().includes(project) && !SOURCE_FOLDERS.some((folder) => siblings.has(folder))) {
    return null;
  }
  return excludeText(name, `build output beside ${project}`);
}

/** Why a folder is left out, told from what it holds; null when it is not. The root is never left out. */
export function excludedByContent(name: string, content: ReadonlySet<string>): string | null {
  for (const [folder, marker, what] of MARKERS_INSIDE) {
    if ((folder === '' || folder === name) && content.has(marker)) {
      return excludeText(name, `${what}, it holds ${marker}`);
    }
  }
  return null;
}

/** Why a file is left out by its name; null when it is not. */
export function excludedFile(name: string): string | null {
  const what = ALWAYS_FILES.get(name);
  return what === undefined ? null : `built-in exclude ${name} (${what})`;
}

function excludeText(name: string, what: string): string {
  return `built-in exclude ${name}/ (${what})`;
}

function hasName(siblings: ReadonlySet<string>, candidate: string): boolean {
  if (!candidate.startsWith('*')) return siblings.has(candidate);
  for (const sibling of siblings) if (sibling.endsWith(candidate.slice(1))) return true;
  return false;
}

function jsProject(): readonly string[] {
  return ['package.json'];
}

function names(what: string, list: readonly string[]): (readonly [string, string])[] {
  return list.map((name) => [name, what] as const);
}
