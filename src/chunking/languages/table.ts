import type { LanguageId } from '../../domain/api.ts';
import { cpp } from './cpp.ts';
import { csharp } from './csharp.ts';
import { css } from './css.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { javascript, typescript } from './javascript.ts';
import { php } from './php.ts';
import { powershell } from './powershell.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import type { SyntaxRules } from './rules.ts';
import { rust } from './rust.ts';
import { shell } from './shell.ts';

/** How one language is read as a syntax tree. */
export interface SyntaxLanguage {
  /** Asset name of the grammar. */
  readonly grammar: string;
  readonly rules: SyntaxRules;
}

const CPP: SyntaxLanguage = { grammar: 'tree-sitter-cpp', rules: cpp };

/**
 * Languages with a grammar of their own or one that comes near enough: C is read as C++. The ini grammar is
 * left out: its files have sections at line starts, which the line reader sees as well.
 */
export const SYNTAX_LANGUAGES: ReadonlyMap<LanguageId, SyntaxLanguage> = new Map([
  ['typescript', { grammar: 'tree-sitter-typescript', rules: typescript }],
  ['tsx', { grammar: 'tree-sitter-tsx', rules: typescript }],
  ['javascript', { grammar: 'tree-sitter-javascript', rules: javascript }],
  ['python', { grammar: 'tree-sitter-python', rules: python }],
  ['go', { grammar: 'tree-sitter-go', rules: go }],
  ['rust', { grammar: 'tree-sitter-rust', rules: rust }],
  ['java', { grammar: 'tree-sitter-java', rules: java }],
  ['c', CPP],
  ['cpp', CPP],
  ['csharp', { grammar: 'tree-sitter-c-sharp', rules: csharp }],
  ['ruby', { grammar: 'tree-sitter-ruby', rules: ruby }],
  ['php', { grammar: 'tree-sitter-php', rules: php }],
  ['shell', { grammar: 'tree-sitter-bash', rules: shell }],
  ['powershell', { grammar: 'tree-sitter-powershell', rules: powershell }],
  ['css', { grammar: 'tree-sitter-css', rules: css }],
]);
