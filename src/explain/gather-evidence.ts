import type { SearchOptions, SearchReply } from '../domain/api.ts';
import type { Evidence, EvidenceWord, RankedPassage, SymbolEvidence } from './evidence.ts';
import { calledNames } from './mentions.ts';
import { defines, lastPart, type Passage, passageOf, placeKey, roleOf } from './passage.ts';
import { clausesOf, mentionsOf, type Question, readQuestion, termsIn } from './question.ts';
import { judgeStrength } from './strength.ts';

/** What evidence is gathered with: the read line of one generation. */
export interface EvidencePorts {
  readonly find: (query: string, options: SearchOptions) => Promise<SearchReply>;
  /** All chunks of a file in the order of its lines; none for a path that is not indexed. */
  readonly chunksOf: (path: string) => Promise<readonly Passage[]>;
}

/** Passages that are looked at; more add noise to the order and time to the reading. */
const CANDIDATES = 60;
/** How many of the first passages count as met by a word. */
const FIRST = 5;
const MAX_WORDS = 16;
const MAX_SYMBOLS = 3;
const MENTIONS = 80;
const MAX_CALLS = 5;

/**
 * Retrieves what there is about the question: some ten searches over one generation. When the whole is too weak and it
 * asks several things, each is tried alone: what is there in part must not be refused for the sake of the rest.
 */
export async function gatherEvidence(text: string, ports: EvidencePorts): Promise<Evidence> {
  const whole = await gatherWhole(text, ports);
  const clauses = clausesOf(text);
  if (whole.strength.verdict !== 'refused' || clauses.length < 2) return whole;
  const parts = await Promise.all(clauses.map((clause) => gatherWhole(clause, ports)));
  const answered = parts.filter(({ strength }) => strength.verdict !== 'refused');
  const [best] = answered.sort((a, b) => b.strength.chance - a.strength.chance);
  if (best === undefined) return whole;
  return {
    ...best,
    question: { ...best.question, text },
    strength: { ...best.strength, verdict: 'partly' },
    words: [...best.words, ...wordsBeyond(best, whole)],
    unknown: whole.unknown,
    unanswered: parts.filter((part) => part !== best).map(({ question }) => question.text),
  };
}

/** Words of the whole question that a part of it lacks, and whether the part's passages hold them. */
function wordsBeyond({ words, passages }: Evidence, whole: Evidence): EvidenceWord[] {
  const own = new Set(words.map(({ text }) => text.toLowerCase()));
  const first = passages
    .slice(0, FIRST)
    .map(({ passage }) => termsIn(`${passage.path} ${passage.name ?? ''} ${passage.text}`));
  return whole.words
    .filter(({ text }) => !own.has(text.toLowerCase()))
    .map((word) => {
      const terms = [...termsIn(word.text)];
      return { ...word, met: first.some((held) => terms.every((term) => held.has(term))) };
    });
}

async function gatherWhole(text: string, ports: EvidencePorts): Promise<Evidence> {
  const question = readQuestion(text);
  const reply = await ports.find(text, { mode: 'hybrid', limit: CANDIDATES });
  const chunks = reply.vectors.total;
  const counted = await Promise.all(
    question.words.slice(0, MAX_WORDS).map(async (word) => {
      const { matched } = await ports.find(searchable(word.text), { mode: 'keyword', limit: 1 });
      const weight = Math.log(1 + (chunks + 1) / (matched.chunks + 0.5));
      return { ...word, chunks: matched.chunks, weight };
    }),
  );
  const total = counted.reduce((sum, word) => sum + word.weight, 0);
  const ranked = reply.hits.map(
    (hit, index): RankedPassage & { readonly terms: ReadonlySet<string> } => {
      const passage = passageOf(hit);
      const terms = termsIn(`${passage.path} ${passage.name ?? ''} ${passage.text}`);
      const met = counted.filter((word) => word.parts.every((part) => terms.has(part)));
      const coverage = total === 0 ? 0 : met.reduce((sum, word) => sum + word.weight, 0) / total;
      const similarity = hit.parts.meaning?.similarity ?? null;
      return {
        passage,
        terms,
        similarity,
        coverage,
        score: orderScore(question, passage, index, coverage, similarity ?? 0),
      };
    },
  );
  ranked.sort((a, b) => b.score - a.score || compareKeys(a.passage, b.passage));
  const first = ranked.slice(0, FIRST);
  const words = counted.map(({ text: word, parts, chunks: count, weight }) => ({
    text: word,
    chunks: count,
    weight,
    met: first.some(({ terms }) => parts.every((part) => terms.has(part))),
  }));
  const passages = ranked.map(({ passage, similarity, coverage, score }) => ({
    passage,
    similarity,
    coverage,
    score,
  }));
  const strength = judgeStrength({ question, words, passages });
  // What is refused needs no bonds: they would cost most of the searches.
  const symbols =
    strength.verdict === 'refused' ? [] : await gatherSymbols(question, ranked, ports);
  const paths = new Set([
    ...first.map(({ passage }) => passage.path),
    ...symbols.flatMap(({ definitions }) => definitions.slice(0, 1).map(({ path }) => path)),
  ]);
  return {
    question,
    generation: reply.generation,
    words,
    passages,
    strength,
    symbols,
    around: (await Promise.all([...paths].map((path) => ports.chunksOf(path)))).flat(),
    unknown: reply.unknownTerms,
    unanswered: [],
  };
}

/** Words that a query language may take for operators are told by their capitals. */
function searchable(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word;
}

/**
 * The search's order, shifted by what a question about code asks for: passages that define the name in question, that
 * hold more of its words; source before tests unless tests are asked for.
 */
function orderScore(
  question: Question,
  passage: Passage,
  index: number,
  coverage: number,
  similarity: number,
): number {
  const role = roleOf(passage.path, passage.language);
  // Weights from the questions that are not held out (worker/fixtures/explain-questions.ts).
  let score = 1 / (30 + index) + 0.06 * coverage + 0.3 * similarity;
  if (role === 'test') score += question.asksForTests ? 0.05 : -0.03;
  if (role === 'configuration') score += question.asksForConfiguration ? 0.02 : -0.02;
  if (passage.definitions.length === 0) score -= passage.name === null ? 0.03 : 0.01;
  const names = [...question.names, ...question.mayBeNames];
  // The definition itself comes before its members, which carry its name, too.
  if (names.some((name) => passage.definitions.some((own) => own.name === name))) score += 0.15;
  else if (names.some((name) => defines(passage, name))) score += 0.1;
  return score;
}

function compareKeys(a: Passage, b: Passage): number {
  return placeKey(a) < placeKey(b) ? -1 : 1;
}

/** The names the answer is about: those asked for, then those that the first passages define. */
async function gatherSymbols(
  question: Question,
  ranked: readonly RankedPassage[],
  ports: EvidencePorts,
): Promise<SymbolEvidence[]> {
  const names = [...question.names, ...question.mayBeNames];
  for (const { passage } of ranked.slice(0, FIRST)) {
    const name = passage.name ?? passage.definitions[0]?.name;
    if (name !== undefined && roleOf(passage.path, passage.language) === 'source') names.push(name);
  }
  const symbols: SymbolEvidence[] = [];
  const known = new Set<string>();
  for (const name of names) {
    const last = lastPart(name);
    if (known.has(last) || last.length < 3 || last === 'constructor') continue;
    known.add(last);
    const { hits } = await ports.find(last, { mode: 'keyword', limit: MENTIONS });
    const passages = hits
      .map(passageOf)
      .filter((passage) => mentionsOf(last, passage.text).length > 0);
    const definitions = passages.filter((passage) => defines(passage, name));
    if (definitions.length === 0) continue;
    const mentions = passages.filter((passage) => !defines(passage, last));
    const calls = symbols.length === 0 ? await callsOf(definitions[0] as Passage, last, ports) : [];
    symbols.push({ name, definitions, mentions, calls });
    if (symbols.length === MAX_SYMBOLS) break;
  }
  return symbols;
}

/** Which of the names that a passage calls are defined in the index, at most `MAX_CALLS`. */
async function callsOf(
  passage: Passage,
  own: string,
  ports: EvidencePorts,
): Promise<SymbolEvidence['calls']> {
  const found: { name: string; definition: Passage }[] = [];
  const names = calledNames(passage.text).filter((name) => name !== own && !defines(passage, name));
  for (const name of names.slice(0, 2 * MAX_CALLS)) {
    const { hits } = await ports.find(name, { mode: 'keyword', limit: 12 });
    const definers = hits.map(passageOf).filter((candidate) => defines(candidate, name));
    const [definition] = definers;
    // A name that several files define may mean any of them.
    const sure = definers.every(({ path }) => path === definition?.path);
    if (definition !== undefined && sure) found.push({ name, definition });
    if (found.length === MAX_CALLS) break;
  }
  return found;
}
