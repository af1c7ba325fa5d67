import { MAX_DOCUMENT, take } from './blocks.ts';
import { describingProse } from './prose.ts';

/** Examples of a README: the paragraph before a fenced block of code, with the heading above it. */
export function readmeExamples(lines: readonly string[]): { prose: string; code: string }[] {
  const found: { prose: string; code: string }[] = [];
  let heading = '';
  let paragraph = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (/^#{1,4} /.test(line)) {
      heading = line.replace(/^#+ /, '');
      paragraph = '';
    } else if (
      /^```\w/.test(line) &&
      !/^```(?:sh|bash|shell|console|text|json|ya?ml|diff)/.test(line)
    ) {
      const end = lines.indexOf('```', at + 1);
      if (end < 0) break;
      const code = take(lines, at + 1, end, MAX_DOCUMENT);
      const prose = describingProse(
        `${heading}. ${paragraph}`.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
      );
      if (prose !== null && code.length > 60) found.push({ prose, code });
      paragraph = '';
      at = end;
    } else if (line.trim() !== '') {
      const before = at > 0 && (lines[at - 1] as string).trim() !== '' ? paragraph : '';
      paragraph = `${before} ${line.trim()}`;
    }
  }
  return found;
}
