/** Colours of a hit's text, when they are there. Until then the code is plain, never missing. */
import { useEffect, useReducer } from 'react';
import type { LanguageId } from '../../domain/api.ts';
import type { Token } from '../search/snippet-lines.ts';

type Tokenizer = (text: string) => readonly Token[];

const NONE: readonly Token[] = [];
const tokenizers = new Map<LanguageId, Tokenizer | null>();
/** Rows come and go while scrolling: what was coloured once stays coloured. */
const cache = new Map<string, readonly Token[]>();
const CACHED_TEXTS = 400;
/** A longer text would hold the main thread for more than a frame. */
const MAX_LENGTH = 12_000;

export function useTokens(language: LanguageId, key: string, text: string): readonly Token[] {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const tokenizer = tokenizers.get(language);
  useEffect(() => {
    if (tokenizers.has(language)) return;
    let wanted = true;
    import('./tokenize.ts')
      .then((module) => module.tokenizerOf(language))
      .then(
        (loaded) => {
          tokenizers.set(language, loaded);
          if (wanted) redraw();
        },
        () => tokenizers.set(language, null),
      );
    return () => {
      wanted = false;
    };
  }, [language]);

  if (!tokenizer || text.length > MAX_LENGTH) return NONE;
  const known = cache.get(key);
  if (known) return known;
  const tokens = tokenizer(text);
  if (cache.size >= CACHED_TEXTS) {
    const oldest = cache.keys().next().value;
    if (oldest !== undefined) cache.delete(oldest);
  }
  cache.set(key, tokens);
  return tokens;
}
