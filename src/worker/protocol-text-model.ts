/**
 * Wire types between the page and the worker that runs a text-generation model of the person's own. Each call has an id,
 * which its replies carry; everything is plain.
 */
import type { ChatMessage, EndpointFailure } from '../explain/api.ts';
import type { StagedFile } from './protocol-source.ts';

/** A text-generation model that is kept on this device. */
export interface TextModelListing {
  /** `owner/name`, or the name alone. */
  readonly id: string;
  readonly bytes: number;
}

export type TextModelCall =
  | { readonly type: 'list'; readonly id: number }
  /** Keeps a folder in Hugging Face layout, paths without the folder's own name; what is not needed is left out. */
  | {
      readonly type: 'add';
      readonly id: number;
      readonly model: string;
      readonly files: readonly StagedFile[];
    }
  | { readonly type: 'remove'; readonly id: number; readonly model: string }
  /** In place of the one that is loaded. */
  | { readonly type: 'load'; readonly id: number; readonly model: string }
  /** Asks the loaded model. */
  | { readonly type: 'chat'; readonly id: number; readonly messages: readonly ChatMessage[] }
  /** Ends the chat of this id between two tokens. */
  | { readonly type: 'stop'; readonly id: number };

export type TextModelReply =
  | {
      readonly type: 'listed';
      readonly id: number;
      readonly models: readonly TextModelListing[];
    }
  /** `window`: tokens of prompt and answer together. */
  | { readonly type: 'loaded'; readonly id: number; readonly window: number }
  /** All that has come so far. */
  | { readonly type: 'text'; readonly id: number; readonly text: string }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly text: string;
      /** At the answer's limit or at the end of the window. */
      readonly cut: boolean;
    }
  | { readonly type: 'stopped'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly failure: EndpointFailure };
