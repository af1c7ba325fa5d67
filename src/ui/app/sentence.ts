/** A phrase of the engine as a sentence: with a capital and a full stop, whoever wrote it; empty stays empty. */
export function asSentence(phrase: string): string {
  if (phrase === '') return '';
  const text = phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
