import type { Chunk } from '../domain/api.ts';

/** Names the layout of the text that is embedded; vectors of different formats never mix. */
export const EMBEDDING_FORMAT = 'contextual_v1';

/**
 * The text that stands for a chunk in the vector space: where it is, what it is, then its code.
 * `File: <repository-relative path>`, `Type: …`, `Name: …` (left out when there is none), `---`, code.
 */
export function contextualText(chunk: Pick<Chunk, 'path' | 'type' | 'name' | 'content'>): string {
  const name = chunk.name === null ? '' : `Name: ${oneLine(chunk.name)}\n`;
  return `File: ${oneLine(chunk.path)}\nType: ${chunk.type}\n${name}---\n${chunk.content}`;
}

/** A header is one line whatever a file was called: names come from the outside. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

/** The parts of a contextual text as half-open ranges of UTF-16 units; an absent part is empty. */
export interface ContextualRanges {
  readonly pathStart: number;
  readonly pathEnd: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly bodyStart: number;
}

/** Finds the parts again. A text without the header is all body. */
export function contextualRanges(text: string): ContextualRanges {
  const plain = { pathStart: 0, pathEnd: 0, nameStart: 0, nameEnd: 0, bodyStart: 0 };
  if (!text.startsWith('File: ')) return plain;
  const pathEnd = text.indexOf('\n');
  if (pathEnd < 0 || !text.startsWith('Type: ', pathEnd + 1)) return plain;
  const typeEnd = text.indexOf('\n', pathEnd + 1);
  if (typeEnd < 0) return plain;
  let nameStart = typeEnd;
  let headerEnd = typeEnd;
  if (text.startsWith('Name: ', typeEnd + 1)) {
    nameStart = typeEnd + 7;
    headerEnd = text.indexOf('\n', nameStart);
    if (headerEnd < 0) return plain;
  }
  if (!text.startsWith('---\n', headerEnd + 1)) return plain;
  return { pathStart: 6, pathEnd, nameStart, nameEnd: headerEnd, bodyStart: headerEnd + 5 };
}
