import type { Span } from '../../domain/api.ts';
import { regexSpans } from './line-scan.ts';

/** Looks for a regular expression where it can be stopped: it may take for ever. */
export interface RegexRun {
  /** Matches by text; null when the time is used up, now and at every later call. */
  spans(
    pattern: { readonly source: string; readonly flags: string },
    texts: readonly string[],
  ): Promise<readonly (readonly Span[])[] | null>;
  close(): void;
}

/** In the caller's own thread, without a limit: for expressions that the program itself made. */
export const UNLIMITED_RUN: RegexRun = {
  spans: ({ source, flags }, texts) =>
    Promise.resolve(texts.map((text) => regexSpans(source, flags, text))),
  close: () => undefined,
};
