import type { Query } from '../query/query.ts';

/** A name that the query may mean. */
export interface AskedName {
  /** What stands last: `bar` of `Foo::bar`. */
  readonly name: string;
  /** 1 for what is written as a name, less for a word that is only capitalised. */
  readonly certainty: number;
}

/** What the ranking reads out of a query. */
export interface QueryAnalysis {
  /** Distinct terms of the words that say something, in the query's order. */
  readonly terms: readonly string[];
  /** The one name, when the query is nothing else. */
  readonly single: AskedName | null;
  /** Names inside of a longer query. */
  readonly embedded: readonly AskedName[];
  /** Two or three words that follow each other, joined in lower case: `requestcontext` of `request context`. */
  readonly joined: readonly string[];
  /** Tests are wanted as much as any other file. */
  readonly asksForTests: boolean;
}

const QUALIFIER = /::|->|[.\\#/]/;
/** Punctuation around a name in prose; what is called is a name without its arguments. */
const AROUND = /^[^\p{L}\p{N}_$@~]+|\(.*$|[^\p{L}\p{N}_$!?]+$/gsu;
/** An inner capital, an underscore, or a qualifier makes a name. */
const NAME = /[\p{Ll}\p{N}]\p{Lu}|\p{Lu}{2}\p{Ll}|_|::|->|\p{L}\.\p{L}/u;
const CAPITALISED = /^\p{Lu}\p{Ll}/u;
const CAPITALISED_CERTAINTY = 0.5;
/** As terms: `tested` and `specs` are the same words. */
const TEST_TERMS: readonly string[] = ['test', 'spec'];
const MOST_JOINED = 3;
/** Longer questions are pasted text, whose later words name nothing more; each name costs a look at the index. */
const MOST_TOKENS = 64;
const MOST_NAMES = 8;

/** Linear in the query's length. */
export function analyse(query: Query): QueryAnalysis {
  const informative = query.words.filter((word) => !word.isStopWord);
  const words = informative.length > 0 ? informative : query.words;
  const terms = [...new Set(words.flatMap((word) => word.terms.parts))].slice(0, MOST_TOKENS);
  const asksForTests = terms.some((term) => TEST_TERMS.includes(term));
  const tokens = query.text
    .split(/\s+/)
    .filter((token) => token !== '')
    .slice(0, MOST_TOKENS);
  const [only] = tokens;
  if (tokens.length === 1 && only !== undefined) {
    return { terms, single: nameOf(only, 1), embedded: [], joined: [], asksForTests };
  }
  return {
    terms,
    single: null,
    embedded: tokens.flatMap(embeddedName).slice(0, MOST_NAMES),
    joined: joinedWords(tokens),
    asksForTests,
  };
}

function nameOf(token: string, certainty: number): AskedName | null {
  const name = token
    .replaceAll(AROUND, '')
    .split(QUALIFIER)
    .findLast((part) => part !== '');
  return name === undefined ? null : { name, certainty };
}

/** The first word of a question is capitalised whatever it is. */
function embeddedName(token: string, at: number): AskedName[] {
  const bare = token.replaceAll(AROUND, '');
  const isName = NAME.test(bare);
  if (!isName && !(at > 0 && CAPITALISED.test(bare))) return [];
  const name = nameOf(token, isName ? 1 : CAPITALISED_CERTAINTY);
  return name === null ? [] : [name];
}

function joinedWords(tokens: readonly string[]): string[] {
  const words = tokens.map((token) => token.replaceAll(AROUND, '').toLowerCase());
  const joined = new Set<string>();
  for (let count = 2; count <= MOST_JOINED; count++) {
    for (let at = 0; at + count <= words.length; at++) {
      joined.add(words.slice(at, at + count).join(''));
    }
  }
  return [...joined];
}
