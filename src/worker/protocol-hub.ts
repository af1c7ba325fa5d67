/**
 * Wire types between the page and the hub document, which alone may reach the hub of models. They talk over one
 * `MessagePort`. A call names a model's file, never an address: the document makes the addresses.
 */

/** Where the hub answers; large files come from hosts of its own, to which it redirects. */
export const HUB_ORIGIN = 'https://huggingface.co';

/** Everything that the hub document may reach, in the form of a policy's sources. */
export const HUB_SOURCES = [HUB_ORIGIN, 'https://*.huggingface.co', 'https://*.hf.co'] as const;

/** What the page posts to the document's window once, with the port. */
export const HUB_CONNECT_MESSAGE = 'vectorgit:hub';

export type HubCall =
  /** The names, sizes and checksums of a model's files, as the hub's own JSON. */
  | { readonly type: 'list'; readonly id: number; readonly model: string }
  | {
      readonly type: 'file';
      readonly id: number;
      readonly model: string;
      /** 40 hex digits: the files that were listed, whatever is uploaded meanwhile. */
      readonly commit: string;
      readonly file: string;
    }
  | { readonly type: 'stop'; readonly id: number };

export type HubReply =
  /** The document is there and its policy holds. */
  | { readonly type: 'ready' }
  | { readonly type: 'answered'; readonly id: number; readonly status: number }
  /** Transferred, not copied. */
  | { readonly type: 'piece'; readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly type: 'closed'; readonly id: number }
  | { readonly type: 'unreached'; readonly id: number }
  /** The connection broke after the answer had begun. */
  | { readonly type: 'broken'; readonly id: number }
  | { readonly type: 'stopped'; readonly id: number };
