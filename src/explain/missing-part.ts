import { cite, code, heading, item, remark, text } from './answer-parts.ts';
import { type AnswerBlock, HEADINGS } from './answer-text.ts';
import type { Evidence } from './evidence.ts';
import { defines, lastPart } from './passage.ts';

const NEAREST = 3;

/** Says that no answer is given, and which files came nearest. */
export function refusal(evidence: Evidence): AnswerBlock[] {
  const blocks: AnswerBlock[] = [
    heading(HEADINGS.judgement),
    {
      kind: 'paragraph',
      spans: [
        text(
          evidence.passages.length === 0
            ? 'Nothing in this index has to do with the question.'
            : 'What was found does not answer the question, so no answer is given.',
        ),
      ],
    },
  ];
  const files = new Set<string>();
  const nearest: AnswerBlock[] = [];
  for (const { passage } of evidence.passages) {
    if (nearest.length === NEAREST || files.has(passage.path)) continue;
    files.add(passage.path);
    nearest.push(item(code(passage.path), text(' '), cite(passage, null)));
  }
  return nearest.length === 0 ? blocks : [...blocks, heading('Nearest files'), ...nearest];
}

/** Words and names of the question that nothing retrieved has, and what would be needed. */
export function missingPart(evidence: Evidence, refused: boolean): AnswerBlock[] {
  const blocks = evidence.unanswered.map((clause) =>
    remark(`Nothing answers “${clause.replace(/[?.\s]+$/, '')}”.`),
  );
  const undefinedNames = evidence.question.names.filter(
    (name) =>
      !evidence.symbols.some((symbol) => lastPart(symbol.name) === lastPart(name)) &&
      !evidence.passages.some(
        ({ passage }) => defines(passage, name) || passage.path.includes(name),
      ),
  );
  for (const name of undefinedNames) {
    blocks.push(
      remark(
        `“${name}” is defined nowhere in the index: if it is a name, the file that defines it is needed.`,
      ),
    );
  }
  for (const word of evidence.words) {
    if (word.met || undefinedNames.includes(word.text)) continue;
    if (word.chunks === 0) {
      const nearest =
        evidence.unknown.find(({ term }) => term.toLowerCase() === word.text.toLowerCase())
          ?.nearest ?? [];
      const hint = nearest.length === 0 ? '' : ` Nearest: ${nearest.join(', ')}.`;
      blocks.push(remark(`Nothing about “${word.text}”: no chunk holds the word.${hint}`));
    } else {
      blocks.push(
        remark(
          `“${word.text}” occurs in ${word.chunks} ${word.chunks === 1 ? 'chunk' : 'chunks'}, but not with the rest of the question.`,
        ),
      );
    }
  }
  if (blocks.length === 0) {
    if (!refused) return [];
    blocks.push(remark('The words of the question occur, but nowhere together.'));
  }
  return [heading(HEADINGS.missing), ...blocks];
}

/** Queries worth trying. */
export function searchPart(searches: readonly string[]): AnswerBlock[] {
  if (searches.length === 0) return [];
  return [heading(HEADINGS.next), ...searches.map((search) => item(text(search)))];
}

/** The nearest words in place of unknown ones, rare words alone, the folder that came nearest. */
export function nextSearches({ question, words, unknown, passages, symbols }: Evidence): string[] {
  const searches = new Set<string>();
  for (const { term, nearest } of unknown) {
    const [better] = nearest;
    if (
      better !== undefined &&
      question.words.some(({ text: word }) => word.toLowerCase() === term.toLowerCase())
    ) {
      searches.add(
        words
          .map(({ text: word }) => (word.toLowerCase() === term.toLowerCase() ? better : word))
          .join(' '),
      );
    }
  }
  const rare = words.filter(({ chunks }) => chunks > 0).sort((a, b) => b.weight - a.weight);
  if (rare.length > 0 && rare.length < words.length)
    searches.add(rare.map(({ text: word }) => word).join(' '));
  for (const { name } of symbols.slice(0, 2)) searches.add(lastPart(name));
  const folder = passages[0]?.passage.path.split('/').slice(0, -1).join('/');
  const [rarest] = rare;
  if (folder && rarest !== undefined) searches.add(`${rarest.text} path:${folder}/`);
  searches.delete(question.text);
  return [...searches].slice(0, 4);
}
