import { type LanguageId, languageOfPath, PLAIN_TEXT } from '../../domain/api.ts';

/** Program of a first line `#!` to its language; digits at the end of the program's name are cut before. */
const INTERPRETERS: ReadonlyMap<string, LanguageId> = new Map([
  ['sh', 'shell'],
  ['bash', 'shell'],
  ['dash', 'shell'],
  ['zsh', 'shell'],
  ['ksh', 'shell'],
  ['ash', 'shell'],
  ['bats', 'shell'],
  ['python', 'python'],
  ['pypy', 'python'],
  ['node', 'javascript'],
  ['nodejs', 'javascript'],
  ['bun', 'typescript'],
  ['deno', 'typescript'],
  ['ts-node', 'typescript'],
  ['tsx', 'typescript'],
  ['ruby', 'ruby'],
  ['perl', 'perl'],
  ['php', 'php'],
  ['lua', 'lua'],
  ['luajit', 'lua'],
  ['rscript', 'r'],
  ['julia', 'julia'],
  ['groovy', 'groovy'],
  ['scala', 'scala'],
  ['elixir', 'elixir'],
  ['escript', 'erlang'],
  ['runhaskell', 'haskell'],
  ['swift', 'swift'],
  ['make', 'makefile'],
  ['pwsh', 'powershell'],
  ['nix', 'nix'],
  ['guile', 'lisp'],
]);

/** The language of a file: by its name, and where the name tells nothing by its `#!` line. */
export function languageOfFile(path: string, text: string): LanguageId {
  const byName = languageOfPath(path);
  if (byName !== PLAIN_TEXT || !text.startsWith('#!')) return byName;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.lastIndexOf('.') > 0) return byName;
  const end = text.indexOf('\n');
  const words = text
    .slice(2, end === -1 ? 200 : Math.min(end, 200))
    .trim()
    .split(/\s+/);
  const program = programName(words[0] ?? '');
  const real =
    program === 'env'
      ? programName(
          words.slice(1).find((word) => !word.startsWith('-') && !word.includes('=')) ?? '',
        )
      : program;
  return INTERPRETERS.get(real) ?? byName;
}

function programName(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[\d.]+$/, '');
}
