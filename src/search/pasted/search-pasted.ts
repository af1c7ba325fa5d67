import {
  DEFAULT_HIT_LIMIT,
  type NamedPlace,
  type SearchHit,
  type SearchOptions,
  type SearchReply,
} from '../../domain/api.ts';
import { forEachWord, type Snapshot, STOP_WORDS, termsOfWord, topK } from '../../index/api.ts';
import { hitOf } from '../hit.ts';
import { retrieveByWords } from '../lexical-retriever.ts';
import { wordMarker } from '../marks.ts';
import type { OpenedGeneration } from '../opened-generation.ts';
import { narrowAlone } from '../query/narrowing.ts';
import type { Query, QueryWord } from '../query/query.ts';
import { chunkEvidence, MEANING_SHARE } from '../ranking/chunk-evidence.ts';
import { ranksAmong } from '../ranking/ranks-among.ts';
import { comparable, searchedRepositories } from '../search.ts';
import { type SearchPorts, stopIfAsked } from '../search-ports.ts';
import { retrieveByMeaning } from '../vector-retriever.ts';
import { lineOfHunk } from './diff.ts';
import { chunkAtLine, chunkDefining, FileLocator, type LocatedFile } from './locate.ts';
import { type PastedText, readPasted } from './pasted-text.ts';

/** Distinct words that are looked for: the first ones, which in a message and a diff say most. */
const MAX_WORDS = 200;
/** Chunks named by one text, at most. */
const MAX_NAMED = 100;

/**
 * Answers a text that was copied from elsewhere: the places that it names and the index has come first, in the text's
 * order, with the reason in `named`; then what is most like it, chunks by words and meaning fused (as the ranking fuses
 * them, without features of files, which are made for short questions). Nothing in the text is read as query language.
 */
export async function searchPasted(
  generation: OpenedGeneration,
  text: string,
  options: SearchOptions,
  ports: SearchPorts,
): Promise<SearchReply> {
  const startedAt = ports.now();
  const { snapshot, manifest } = generation;
  const pasted = readPasted(text);
  const limit = Math.max(1, options.limit ?? DEFAULT_HIT_LIMIT);
  const query = plainQuery(pasted.likeness);
  const named = await namedChunks(generation, pasted);
  stopIfAsked(ports.signal);

  const segments = ports.embedder && comparable(generation, ports.embedder);
  const words =
    options.mode === 'meaning' && segments !== null ? null : wordScores(snapshot, query);
  const cosines =
    ports.embedder === null || segments === null || options.mode === 'keyword'
      ? null
      : retrieveByMeaning(snapshot, await embed(ports, pasted), segments);
  stopIfAsked(ports.signal);
  const narrowing = await narrowAlone(generation, options.narrow ?? [], ports);
  const accepted = narrowing.accepted ?? snapshot.live;
  const evidence = chunkEvidence(snapshot, words, cosines, segments ?? [], snapshot.live);
  const { fused } = evidence;
  const alike = topK(
    fused,
    limit,
    0,
    snapshot.compareChunks,
    (ordinal) => !named.has(ordinal) && accepted[ordinal] === 1,
  );
  const namedHere = [...named.keys()].filter((ordinal) => accepted[ordinal] === 1);
  const shown = [...namedHere, ...alike].slice(0, limit);
  const wordRanks = words && ranksAmong(words, shown, snapshot.live);
  const meaningRanks = cosines && ranksAmong(cosines, shown, snapshot.live);
  const mark = wordMarker(query);
  const hits = await Promise.all(
    shown.map(async (ordinal, index): Promise<SearchHit> => {
      const score = fused[ordinal] as number;
      const similarity = cosines?.[ordinal] ?? 0;
      const byMeaning =
        similarity <= 0
          ? 0
          : words === null
            ? score
            : MEANING_SHARE * (evidence.meaning?.[ordinal] ?? 0);
      const bm25 = words?.[ordinal] ?? 0;
      const keyword = {
        rank: wordRanks?.[index] ?? 0,
        score: bm25,
        contribution: score - byMeaning,
      };
      const meaning = { rank: meaningRanks?.[index] ?? 0, similarity, contribution: byMeaning };
      const parts = {
        keyword: bm25 === 0 ? null : keyword,
        meaning: similarity <= 0 ? null : meaning,
        features: [],
      };
      const text = await generation.texts.chunk(ordinal);
      const hit = hitOf(generation, ordinal, score, parts, text, mark(text, []));
      const place = named.get(ordinal);
      return place === undefined ? hit : { ...hit, named: place, snippet: around(hit, place.line) };
    }),
  );
  stopIfAsked(ports.signal);
  const mode = cosines === null ? 'keyword' : words === null ? 'meaning' : 'hybrid';
  return {
    generation: manifest.generation,
    mode,
    hits,
    // Everything is a little like everything: what is shown is counted, not what has a score.
    matched: { chunks: hits.length, files: new Set(hits.map(({ path }) => path)).size },
    occurrences: null,
    unknownTerms: [],
    problems: narrowing.problems,
    filters: [],
    vectors: { embedded: snapshot.embedded, total: snapshot.liveChunks },
    ...searchedRepositories(generation),
    milliseconds: ports.now() - startedAt,
    pasted: {
      kind: pasted.kind,
      places: placesIn(pasted),
      found: named.size,
      cut: pasted.cut,
    },
  };
}

function placesIn({ places, diff }: PastedText): number {
  if (diff === null) return places.length;
  return diff.files.reduce((sum, { hunks }) => sum + Math.max(1, hunks.length), 0);
}

/** Code is like code: it is embedded as what is stored was. Messages are questions. */
async function embed(
  { embedder }: SearchPorts,
  { kind, likeness }: PastedText,
): Promise<Float32Array> {
  if (embedder === null) return new Float32Array();
  if (kind === 'message' || kind === 'trace') return embedder.embedQuery(likeness);
  return embedder.embedDocuments([likeness]);
}

/** By ordinal, in the order of the text. */
async function namedChunks(
  generation: OpenedGeneration,
  pasted: PastedText,
): Promise<Map<number, NamedPlace>> {
  const { snapshot } = generation;
  const named = new Map<number, NamedPlace>();
  if (pasted.places.length === 0 && pasted.diff === null) return named;
  const locator = new FileLocator(snapshot, generation.repositories);
  const add = (ordinal: number | null, place: NamedPlace): void => {
    if (ordinal !== null && named.size < MAX_NAMED && !named.has(ordinal))
      named.set(ordinal, place);
  };
  for (const { path, line, name } of pasted.places) {
    const written = line === null ? path : `${path}:${line}`;
    for (const files of locator.findInEach(path)) {
      // Of several files of the same name the one that defines what the frame calls.
      const file =
        files.find((one) => name !== null && chunkDefining(snapshot, one, name) !== null) ??
        files[0];
      if (file === undefined) continue;
      const at = line === null ? null : chunkAtLine(snapshot, file, line);
      const ordinal =
        at ?? (name === null ? null : chunkDefining(snapshot, file, name)) ?? file.first;
      add(ordinal, { by: 'trace', line: at === null ? null : line, written });
    }
  }
  for (const { path, oldPath, hunks } of pasted.diff?.files ?? []) {
    for (const file of filesNamed(locator, path, oldPath)) {
      const written = path ?? oldPath ?? file.path;
      const lines = (await generation.texts.file(file.segment, file.ordinal)).split('\n');
      if (hunks.length === 0) add(file.first, { by: 'diff', line: null, written });
      for (const hunk of hunks) {
        const line = lineOfHunk(hunk, lines);
        add(chunkAtLine(snapshot, file, line) ?? file.first, { by: 'diff', line, written });
      }
    }
  }
  return named;
}

/** The likeliest file of each repository that has one: by the new path, or by the old one where none has that. */
function filesNamed(
  locator: FileLocator,
  path: string | null,
  oldPath: string | null,
): readonly LocatedFile[] {
  const renewed = path === null ? [] : locator.findInEach(path);
  const groups = renewed.length > 0 || oldPath === null ? renewed : locator.findInEach(oldPath);
  return groups.flatMap((files) => files.slice(0, 1));
}

/** The text as words alone: no sign in it has a meaning. */
function plainQuery(text: string): Query {
  const words = new Map<string, QueryWord>();
  forEachWord(text, (word, start, end) => {
    if (words.size >= MAX_WORDS || words.has(word) || word.length < 2 || /^\d+$/.test(word)) return;
    const terms = termsOfWord(word);
    if (terms.parts.length === 0) return;
    const isStopWord = STOP_WORDS.has(word.toLowerCase());
    words.set(word, { text: word, span: { start, end }, terms, isStopWord });
  });
  return {
    root: null,
    words: [...words.values()],
    texts: [],
    openWord: null,
    caseSensitive: false,
    text,
    problems: [],
    filters: [],
  };
}

function wordScores(snapshot: Snapshot, { words }: Query): Float64Array {
  const informative = words.filter(({ isStopWord }) => !isStopWord);
  return retrieveByWords(snapshot, informative.length > 0 ? informative : words, []).scores;
}

const LINES_AROUND = 2;

/** The lines of the snippet so that the named one is among them. */
function around(
  { snippet, startLine, endLine }: SearchHit,
  line: number | null,
): SearchHit['snippet'] {
  if (line === null || line < startLine || line > endLine) return snippet;
  const first = Math.max(startLine, line - LINES_AROUND);
  return { startLine: first, endLine: Math.min(endLine, first + LINES_AROUND + 1) };
}
