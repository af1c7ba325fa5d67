import type { Span } from '../domain/api.ts';
import { forEachWord, STOP_WORDS, termsOfWord } from '../index/api.ts';

/** A word of the question that can be looked for. */
export interface QuestionWord {
  readonly text: string;
  /** Stems of its parts, as the index has them. */
  readonly parts: readonly string[];
}

/** What is asked, as far as the words tell. */
export interface Question {
  readonly text: string;
  /** Each distinct word once, without those that say nothing about code. */
  readonly words: readonly QuestionWord[];
  /** Words written as identifiers or paths are: `debounceTime`, `MAX_SIZE`, `Foo.bar`, in back-ticks. */
  readonly names: readonly string[];
  /** Words with a capital that may name a type: `Raycaster`, `Box3`; also the first word of a sentence. */
  readonly mayBeNames: readonly string[];
  readonly asksForTests: boolean;
  readonly asksForConfiguration: boolean;
}

/** Words that questions about code have, whatever they ask about. */
const ASKING = new Set(
  (
    'explain describe tell show find look give code file files line lines class classes function functions method ' +
    'methods module implementation implemented implement implements defined define definition repository repo project ' +
    'library happen happens work works working use uses used using call calls called caller callers want need please ' +
    'way thing things exactly actually inside handle handles handled mean means make makes made get gets exist exists'
  ).split(' '),
);

/** Filters narrow what is searched; they are no words of the question. */
const FILTER = /(?<=^|\s)-?(?:path|lang|file|symbol|type|kind|repo):(?:"[^"]*"|\S+)/gi;

export function readQuestion(asked: string): Question {
  const text = asked.replace(FILTER, ' ');
  const words = new Map<string, QuestionWord>();
  const asking = new Map<string, QuestionWord>();
  forEachWord(text, (word) => {
    const { parts } = termsOfWord(word);
    const lower = word.toLowerCase();
    if (parts.length === 0 || STOP_WORDS.has(lower)) return;
    (ASKING.has(lower) ? asking : words).set(lower, { text: word, parts });
  });
  return {
    text: asked,
    words: [...(words.size > 0 ? words : asking).values()],
    names: namesIn(text),
    mayBeNames: [...words.values()].map(({ text: word }) => word).filter(isProperName),
    asksForTests: /\b(?:tests?|tested|testing|specs?|coverage)\b/i.test(text),
    asksForConfiguration: /\b(?:config\w*|settings?|options?|scripts?|dependenc\w+)\b/i.test(text),
  };
}

/** Where one question ends and another begins: a conjunction before a word that asks. */
const NEXT_QUESTION =
  /\?\s+(?=\S)|[,;]?\s+and\s+(?=(?:(?:in|on|by|to|from|for|with|at)\s+)?(?:which|what|how|where|when|why|who)\b)/i;

/** The questions that one sentence asks: one, unless a second begins with a word that asks. */
export function clausesOf(asked: string): string[] {
  return asked
    .split(NEXT_QUESTION)
    .map((clause) => clause.trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
}

const BACK_TICKED = /`([^`\n]{1,120})`/g;
/** camelCase, snake_case, `a.b`, `a()`, PascalCase of two humps, capitals with underscores. */
const IDENTIFIER = /[$_\p{L}][$\w\p{L}]*(?:(?:\.|::|#)[$_\p{L}][$\w\p{L}]*)*/gu;

function namesIn(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(BACK_TICKED))
    names.add((match[1] as string).replace(/\(.*$/, ''));
  for (const { 0: word, index } of text.matchAll(IDENTIFIER)) {
    const called = text[index + word.length] === '(';
    if (called || looksLikeName(word)) names.add(word);
  }
  return [...names];
}

function looksLikeName(word: string): boolean {
  return (
    /\p{Ll}\p{Lu}/u.test(word) || // camelCase
    /[A-Za-z\d]_[A-Za-z\d]/.test(word) || // snake_case
    /^[A-Z][A-Z\d]+_/.test(word) ||
    /[a-z\d](?:\.|::|#)[A-Za-z]/.test(word)
  );
}

function isProperName(word: string): boolean {
  return /^[A-Z][A-Za-z\d]{2,}$/.test(word) && word !== word.toUpperCase();
}

/** Where the identifier stands in the text as a whole one: half-open spans in UTF-16 units. */
export function mentionsOf(name: string, text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (!isWordCharacter(text, at - 1) && !isWordCharacter(text, end))
      spans.push({ start: at, end });
  }
  return spans;
}

const WORD_CHARACTER = /[$\w\p{L}\p{N}]/u;

function isWordCharacter(text: string, index: number): boolean {
  const char = text[index];
  return char !== undefined && WORD_CHARACTER.test(char);
}

const NO_WORDS: ReadonlySet<string> = new Set();

/** All index terms of a text; `without` names words, in lower case, that do not count. */
export function termsIn(text: string, without = NO_WORDS): Set<string> {
  const terms = new Set<string>();
  const seen = new Set<string>();
  forEachWord(text, (word) => {
    if (seen.has(word)) return;
    seen.add(word);
    if (without.has(word.toLowerCase())) return;
    for (const part of termsOfWord(word).parts) terms.add(part);
  });
  return terms;
}
