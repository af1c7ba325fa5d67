/** First sentences that describe code, as somebody would ask for it. */

const LEGAL = /copyright|licen[cs]e|spdx|all rights reserved|warranty|redistribut/i;
const NOISE =
  /^(?:todo|fixme|xxx|hack|note to self|eslint|prettier|noqa|pylint|type:|@ts-|istanbul|c8 ignore|nolint|go:|region|endregion|#)/i;
const CODE =
  /[;{}]\s*$|\w\(\)\s*;|=>|[=!]==|&&|\|\||^\s*(?:if|for|while|return|import|from|const|let|var|print)\b.*[(:;=]|<\/?\w+>.*<\/?\w+>/;
const SECTION =
  /^\s*(?:@\w+|:\w+|\\(?:param|return|see)|args?:|arguments:|parameters?:?\s*$|returns?:|raises:|examples?:?|usage:|see also|notes?:?\s*$|#+ |={3,}|-{3,}|~{3,}|>>>|```|\.\. )/i;
const MAX_CHARACTERS = 400;

/** The first paragraph of a comment without its marks; null when it does not describe anything. */
export function describingProse(comment: string): string | null {
  const kept: string[] = [];
  for (const line of comment.split('\n')) {
    const text = line.trim();
    if (text === '') {
      if (kept.length > 0) break;
      continue;
    }
    if (SECTION.test(text)) {
      const brief = /^[@\\](?:brief|summary|description|classdesc|desc)\s+(.*)$/i.exec(text)?.[1];
      if (kept.length === 0 && brief !== undefined) {
        kept.push(brief);
        continue;
      }
      if (kept.length > 0) break;
      continue;
    }
    kept.push(text);
  }
  const prose = kept
    .join(' ')
    .replaceAll(/<\/?[a-zA-Z][^<>]{0,80}>/g, ' ')
    .replaceAll(/\{@\w+\s+([^{}]{0,80})\}/g, '$1')
    .replaceAll(/[`*]|\b__|__\b/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS);
  if (LEGAL.test(prose) || NOISE.test(prose) || CODE.test(prose)) return null;
  const words = prose.match(/\p{L}{2,}/gu) ?? [];
  if (words.length < 3) return null;
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  return letters < prose.length * 0.6 ? null : prose;
}

/** The first sentence of a paragraph. */
export function firstSentence(prose: string): string {
  const end = /[.!?:](?=\s+[A-Z(]|$)/.exec(prose);
  const sentence = end === null ? prose : prose.slice(0, end.index + 1);
  return sentence.split(' ').length < 3 ? prose : sentence;
}
