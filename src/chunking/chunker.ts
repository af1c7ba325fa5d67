import type { Chunk, ParseNote, SourceFile } from '../domain/api.ts';
import { assemble } from './assembly.ts';
import { definitionLines } from './definition-lines.ts';
import { type Grammar, type GrammarAssets, Grammars } from './grammars.ts';
import { headingOutline } from './heading-outline.ts';
import { SYNTAX_LANGUAGES } from './languages/table.ts';
import { LineTable } from './line-table.ts';
import type { Outline } from './outline.ts';
import { pack } from './packing.ts';
import { syntaxOutline } from './syntax-outline.ts';

export interface ChunkedFile {
  /** In order; together they hold every line of the file once. Empty for a text of white space only. */
  readonly chunks: readonly Chunk[];
  readonly notes: readonly ParseNote[];
  /** How the text was read. */
  readonly syntax: 'tree' | 'headings' | 'lines';
}

export interface Chunker {
  /**
   * Cuts one file. Never rejects for what is in the text: what cannot be parsed is cut by lines, with a
   * note. After the first file of a language nothing is waited for. The same text gives the same chunks.
   * `trouble`: why the file is not to be parsed, when that is known before.
   */
  chunk(
    file: Pick<SourceFile, 'path' | 'text' | 'language'>,
    trouble?: string,
  ): Promise<ChunkedFile>;
  /**
   * Why the parser broke down, once it has: what is cut afterwards may be cut by lines, since its runtime cannot be
   * started again in the same worker.
   */
  readonly breakdown?: () => string | null;
}

type File = Pick<SourceFile, 'path' | 'text' | 'language'>;

interface Reading {
  readonly outline: Outline;
  readonly syntax: ChunkedFile['syntax'];
}

/**
 * A chunker for any number of files. Loads the runtime now and each grammar with the first file that needs it.
 * Rejects with the error of `assets.load` when the runtime cannot be had.
 */
export async function createChunker(assets: GrammarAssets): Promise<Chunker> {
  const grammars = await Grammars.open(assets);
  return {
    breakdown: () => grammars.breakdown,
    async chunk(file, trouble) {
      if (file.text.trim() === '') return { chunks: [], notes: [], syntax: 'lines' };
      const language = SYNTAX_LANGUAGES.get(file.language);
      const grammar =
        language === undefined
          ? null
          : (grammars.peek(language) ?? (await grammars.load(language)));
      const lines = new LineTable(file.text);
      const { outline, syntax } =
        trouble === undefined || grammar === null
          ? read(file, lines, grammars, grammar)
          : readLines(file, lines, trouble);
      const chunks = assemble(file, lines, outline, pack(outline, lines));
      return { chunks, notes: outline.notes, syntax };
    },
  };
}

function read(
  file: File,
  lines: LineTable,
  grammars: Grammars,
  grammar: Grammar | Error | null,
): Reading {
  if (grammar instanceof Error) return readLines(file, lines, grammar.message);
  if (grammar !== null) return readTree(file, lines, grammars, grammar);
  const headings = headingOutline(file, lines);
  return headings === null ? readLines(file, lines) : { outline: headings, syntax: 'headings' };
}

function readTree(file: File, lines: LineTable, grammars: Grammars, grammar: Grammar): Reading {
  const tree = grammars.parse(grammar, file.text);
  if ('trouble' in tree) return readLines(file, lines, tree.trouble);
  try {
    return { outline: syntaxOutline(tree, grammar.roles, file, lines), syntax: 'tree' };
  } finally {
    tree.delete();
  }
}

function readLines(file: File, lines: LineTable, trouble?: string): Reading {
  const outline = definitionLines(file, lines);
  if (trouble === undefined) return { outline, syntax: 'lines' };
  const note = { path: file.path, line: null, message: `${trouble}; cut by lines` };
  return { outline: { ...outline, notes: [...outline.notes, note] }, syntax: 'lines' };
}
