/** Colours for a short text. Loaded lazily with the grammars: the page's first chunk has neither. */
import { classHighlighter, highlightTree } from '@lezer/highlight';
import type { LanguageId } from '../../domain/api.ts';
import type { Token } from '../search/snippet-lines.ts';
import { grammarOf, loadLanguage } from './languages.ts';

/** A text being coloured, which may be left and taken up again. */
export interface Tokenizing {
  /** Goes on until done or until `deadline` (of `performance.now()`); null when not done yet. */
  advance(deadline: number): readonly Token[] | null;
}

export type Tokenizer = (text: string) => Tokenizing;

/** Classes that have no colour (styles/syntax.css): an element for each would be more than half of a snippet's. */
const PLAIN: ReadonlySet<string> = new Set([
  'tok-operator',
  'tok-punctuation',
  'tok-variableName',
  'tok-variableName tok-local',
  'tok-variableName2',
]);

/** Null when the language has no grammar. Tokens are ordered and do not overlap. */
export async function tokenizerOf(language: LanguageId): Promise<Tokenizer | null> {
  const support = await loadLanguage(language);
  if (support === null) return null;
  const { parser } = grammarOf(support);
  return (text) => {
    // A chunk is a piece of a file: recovering from what is missing around it can take the parser long.
    const parse = parser.startParse(text);
    return {
      advance(deadline) {
        do {
          const tree = parse.advance();
          if (tree === null) continue;
          const tokens: Token[] = [];
          highlightTree(tree, classHighlighter, (start, end, classes) => {
            if (!PLAIN.has(classes)) tokens.push({ start, end, classes });
          });
          return tokens;
        } while (performance.now() < deadline);
        return null;
      },
    };
  };
}
