import { chunksWithWord } from './lexical-retriever.ts';
import type { OpenedGeneration } from './opened-repository.ts';
import type { Query, QueryPhrase } from './query-parser.ts';

/**
 * Which chunks the query's filters let through, 1 or 0 by ordinal; null when it has none. Filters bind results by
 * meaning too. Phrases are looked for in the texts of the chunks that hold all their words.
 */
export async function acceptedChunks(
  generation: OpenedGeneration,
  query: Query,
): Promise<Uint8Array | null> {
  const { snapshot } = generation;
  const { paths, languages, excluded, phrases } = query;
  if (paths.length + languages.length + excluded.length + phrases.length === 0) return null;
  const accepted = snapshot.live.slice();

  if (paths.length + languages.length > 0) {
    // Several `lang:` are alternatives; several `path:` must all match; negated ones must all not.
    const wanted = languages.filter((filter) => !filter.negated);
    for (const { reader, base } of snapshot.segments) {
      for (const file of reader.files) {
        const fits =
          paths.every((filter) => filter.matches(file.path) !== filter.negated) &&
          (wanted.length === 0 || wanted.some((filter) => filter.language === file.language)) &&
          !languages.some((filter) => filter.negated && filter.language === file.language);
        if (!fits) {
          accepted.fill(0, base + file.firstChunk, base + file.firstChunk + file.chunks);
        }
      }
    }
  }
  for (const word of excluded) {
    const holds = chunksWithWord(snapshot, word);
    for (let ordinal = 0; ordinal < holds.length; ordinal++) {
      if (holds[ordinal] === 1) accepted[ordinal] = 0;
    }
  }
  for (const phrase of phrases) await keepPhrase(generation, phrase, accepted);
  return accepted;
}

/** The last word of a phrase may be cut short; the words before it are looked up, which leaves few texts to read. */
async function keepPhrase(
  { snapshot, texts }: OpenedGeneration,
  phrase: QueryPhrase,
  accepted: Uint8Array,
): Promise<void> {
  const whole = phrase.words.length > 1 ? phrase.words.slice(0, -1) : phrase.words;
  for (const word of whole) {
    const holds = chunksWithWord(snapshot, word);
    for (let ordinal = 0; ordinal < accepted.length; ordinal++) {
      if (holds[ordinal] === 0) accepted[ordinal] = 0;
    }
  }
  for (let ordinal = 0; ordinal < accepted.length; ordinal++) {
    if (accepted[ordinal] === 0) continue;
    const text = (await texts.chunk(ordinal)).toLowerCase();
    if (!text.includes(phrase.text)) accepted[ordinal] = 0;
  }
}
