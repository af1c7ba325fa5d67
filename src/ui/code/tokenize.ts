/** Colours for a short text. Loaded lazily with the grammars: the page's first chunk has neither. */
import { classHighlighter, highlightTree } from '@lezer/highlight';
import type { LanguageId } from '../../domain/api.ts';
import type { Token } from '../search/snippet-lines.ts';
import { grammarOf, loadLanguage } from './languages.ts';

/** Syntax classes of `text`, ordered, not overlapping; empty when the language has no grammar. */
export async function tokenizerOf(
  language: LanguageId,
): Promise<((text: string) => readonly Token[]) | null> {
  const support = await loadLanguage(language);
  if (support === null) return null;
  const { parser } = grammarOf(support);
  return (text) => {
    const tokens: Token[] = [];
    highlightTree(parser.parse(text), classHighlighter, (start, end, classes) => {
      tokens.push({ start, end, classes });
    });
    return tokens;
  };
}
