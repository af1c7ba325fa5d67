/**
 * Texts as quotes are compared: white space is folded to one blank, and so are the marks that begin the lines of a
 * comment, because a sentence of a doc comment runs over lines that each begin with such a mark. Case counts.
 */
const LINE_MARKS =
  /^[\t ]*(?:\/\*\*?|\*\/|\*(?!\w)|\/\/[/!]?|#+(?=\s)|--(?=\s)|;+(?=\s)|"""|''')?[\t ]*/gm;
const COMMENT_END = /\s*(?:\*\/|"""|''')[\t ]*$/gm;

export function foldQuote(text: string): string {
  return text
    .normalize('NFC')
    .replace(COMMENT_END, '')
    .replace(LINE_MARKS, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Longest marks of omission that models put into quotes. */
const OMISSION = /\s*(?:\.\.\.|…|\[\.\.\.\])\s*/;

/**
 * Whether the quote stands in the text, white space folded. Parts around an ellipsis must stand there in their order,
 * so that a shortened quote passes and an invented one does not.
 */
export function quoteOccurs(quote: string, foldedText: string): boolean {
  const whole = foldQuote(quote);
  if (whole === '') return false;
  if (foldedText.includes(whole)) return true;
  const parts = whole.split(OMISSION).filter((part) => part !== '');
  if (parts.length < 2) return false;
  let from = 0;
  for (const part of parts) {
    const at = foldedText.indexOf(part, from);
    // A part of a few letters would be found anywhere.
    if (at === -1 || part.length < 4) return false;
    from = at + part.length;
  }
  return true;
}
