import type { SearchHit, Span } from '../domain/api.ts';
import { hitOf } from './hit.ts';
import { wordMarker } from './marks.ts';
import type { OpenedGeneration } from './opened-generation.ts';
import type { Query } from './query/query.ts';
import type { RegexRun } from './query/regex-run.ts';
import { spansOf } from './query/text-search.ts';
import type { Ranked } from './ranked-list.ts';

/** The chunks as they are shown, with their texts, in which what the queries ask for is marked. */
export async function hitsOf(
  generation: OpenedGeneration,
  shown: readonly Ranked[],
  queries: readonly Query[],
  regex: RegexRun,
): Promise<SearchHit[]> {
  const texts = await Promise.all(shown.map(({ ordinal }) => generation.texts.chunk(ordinal)));
  const marks = await marksOf(texts, queries, regex);
  return shown.map(({ ordinal, score, parts }, index) =>
    hitOf(generation, ordinal, score, parts, texts[index] as string, marks[index] ?? []),
  );
}

/** Marks of each hit in its text. Expressions are run again on the few texts that are shown. */
async function marksOf(
  shown: readonly string[],
  queries: readonly Query[],
  regex: RegexRun,
): Promise<Span[][]> {
  const patterns: Span[][] = shown.map(() => []);
  for (const pattern of queries.flatMap(({ texts: patterns }) => patterns)) {
    const found = (await spansOf(pattern, shown, regex)) ?? [];
    for (const [index, spans] of found.entries()) patterns[index]?.push(...spans);
  }
  const markers = queries.map(wordMarker);
  return shown.map((text, index) =>
    markers.reduce<Span[]>((marks, mark) => mark(text, marks), patterns[index] ?? []),
  );
}
