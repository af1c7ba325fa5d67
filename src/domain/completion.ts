import type { Span } from './search.ts';

export type CompletionKind = 'filter' | 'language' | 'type' | 'path' | 'file' | 'symbol' | 'value';

/** One way to go on with a query. */
export interface CompletionItem {
  readonly kind: CompletionKind;
  /** As shown: `lang:`, `TypeScript`, `parseConfig`. */
  readonly label: string;
  /** What takes the place of the reply's span. */
  readonly insert: string;
  /** What it means or where it is: one line, maybe empty. */
  readonly detail: string;
}

export interface CompletionReply {
  /** What the items replace, in the query's text. */
  readonly span: Span;
  /** Best first, at most ten. */
  readonly items: readonly CompletionItem[];
}
