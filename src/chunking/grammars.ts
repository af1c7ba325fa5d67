import { Language, type Tree } from 'web-tree-sitter';
import { SYNTAX_LANGUAGES, type SyntaxLanguage } from './languages/table.ts';
import { type RoleTable, roleTable } from './syntax-outline.ts';
import { openRuntime, SyntaxParser, type Trouble } from './syntax-parser.ts';

/** Bytes of the tree-sitter runtime and of the grammars, by asset name. */
export interface GrammarAssets {
  /** `name` is one of `GRAMMAR_NAMES`. Rejects when the asset cannot be had. */
  load(name: string): Promise<Uint8Array>;
}

/** Asset of the runtime: `web-tree-sitter.wasm` of the package `web-tree-sitter`, whose glue code it must match. */
export const RUNTIME_NAME = 'tree-sitter';

/** Every asset name that may be asked for, the runtime first. */
export const GRAMMAR_NAMES: readonly string[] = [
  RUNTIME_NAME,
  ...new Set([...SYNTAX_LANGUAGES.values()].map((language) => language.grammar)),
];

export interface Grammar {
  readonly language: Language;
  readonly roles: RoleTable;
  readonly prepare: (text: string) => string;
}

const asItIs = (text: string): string => text;

/** Loads grammars once each, and parses with one parser, which is shared since parsing is synchronous. */
export class Grammars {
  readonly #assets: GrammarAssets;
  readonly #parser: SyntaxParser;
  /** By asset name and rules; a failure is kept, so that a missing asset is asked for once. */
  readonly #loaded = new Map<SyntaxLanguage, Grammar | Error>();
  readonly #loading = new Map<SyntaxLanguage, Promise<Grammar | Error>>();

  private constructor(assets: GrammarAssets, parser: SyntaxParser) {
    this.#assets = assets;
    this.#parser = parser;
  }

  /** Rejects when the runtime cannot be loaded: without it there is no syntax at all. */
  static async open(assets: GrammarAssets): Promise<Grammars> {
    const memory = await openRuntime(await assets.load(RUNTIME_NAME));
    return new Grammars(assets, new SyntaxParser(memory));
  }

  /** Why the parser broke down, once it has. */
  get breakdown(): string | null {
    return this.#parser.breakdown;
  }

  /** The grammar or why there is none, when that is known already. */
  peek(language: SyntaxLanguage): Grammar | Error | undefined {
    return this.#loaded.get(language);
  }

  async load(language: SyntaxLanguage): Promise<Grammar | Error> {
    const known = this.#loaded.get(language);
    if (known !== undefined) return known;
    let loading = this.#loading.get(language);
    if (loading === undefined) {
      loading = this.#read(language);
      this.#loading.set(language, loading);
    }
    const grammar = await loading;
    this.#loaded.set(language, grammar);
    return grammar;
  }

  async #read({ grammar, rules }: SyntaxLanguage): Promise<Grammar | Error> {
    try {
      const language = await Language.load(await this.#assets.load(grammar));
      return { language, roles: roleTable(language, rules), prepare: rules.prepare ?? asItIs };
    } catch (cause) {
      return new Error(`Grammar ${grammar} could not be loaded`, { cause });
    }
  }

  /** The tree, which the caller must delete, or why there is none. */
  parse(grammar: Grammar, text: string): Tree | Trouble {
    return this.#parser.parse(grammar.language, grammar.prepare(text));
  }
}
