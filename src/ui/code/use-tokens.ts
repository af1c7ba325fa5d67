/** Colours of a hit's text, when they are there. Until then the code is plain, never missing. */
import { useEffect, useReducer } from 'react';
import type { LanguageId } from '../../domain/api.ts';
import type { Token } from '../search/snippet-lines.ts';
import type { Tokenizer, Tokenizing } from './tokenize.ts';

const NONE: readonly Token[] = [];
const tokenizers = new Map<LanguageId, Promise<Tokenizer | null>>();
/** Rows come and go while scrolling: what was coloured once stays coloured. */
const cache = new Map<string, readonly Token[]>();
const CACHED_TEXTS = 400;
const MAX_LENGTH = 20_000;
/** Of one slice of work, so that a keystroke never waits long. */
const SLICE_MS = 6;

interface Job {
  readonly key: string;
  readonly tokenizing: Tokenizing;
  readonly done: () => void;
}

const jobs = new Set<Job>();
let working = false;

export function useTokens(language: LanguageId, key: string, text: string): readonly Token[] {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const known = cache.get(key);
  const missing = known === undefined;

  useEffect(() => {
    if (!missing || text.length > MAX_LENGTH) return;
    let job: Job | null = null;
    let wanted = true;
    void tokenizerFor(language).then((tokenizer) => {
      if (tokenizer === null || !wanted) return;
      job = { key, tokenizing: tokenizer(text), done: redraw };
      jobs.add(job);
      work();
    });
    return () => {
      wanted = false;
      if (job) jobs.delete(job);
    };
  }, [missing, language, key, text]);

  return known ?? NONE;
}

/** Colours what waits, a slice at a time, in tasks of their own. */
function work(): void {
  if (working) return;
  working = true;
  const slice = () => {
    const deadline = performance.now() + SLICE_MS;
    const finished: Job[] = [];
    for (const job of jobs) {
      const tokens = job.tokenizing.advance(deadline);
      if (tokens === null) break;
      jobs.delete(job);
      keep(job.key, tokens);
      finished.push(job);
      if (performance.now() >= deadline) break;
    }
    for (const job of finished) job.done();
    working = jobs.size > 0;
    if (working) setTimeout(slice);
  };
  // After the frame that shows the texts plain.
  requestAnimationFrame(() => setTimeout(slice));
}

function tokenizerFor(language: LanguageId): Promise<Tokenizer | null> {
  const known = tokenizers.get(language);
  if (known) return known;
  const loading = import('./tokenize.ts')
    .then((module) => module.tokenizerOf(language))
    .catch(() => null);
  tokenizers.set(language, loading);
  return loading;
}

function keep(key: string, tokens: readonly Token[]): void {
  const oldest = cache.keys().next().value;
  if (cache.size >= CACHED_TEXTS && oldest !== undefined) cache.delete(oldest);
  cache.set(key, tokens);
}
