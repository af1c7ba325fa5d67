/**
 * Wire types between the page and the endpoint document, which alone may talk to a model server on this machine. They
 * talk over one `MessagePort`; everything is plain.
 */
export type EndpointCall =
  /** POST with `body`, or GET when it is null. The answer is streamed back as `piece`s. */
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly url: string;
      readonly body: string | null;
      /** Sent as `Authorization: Bearer`; kept nowhere. */
      readonly key: string | null;
    }
  | { readonly type: 'stop'; readonly id: number };

/** Why no answer came, as far as a browser lets a page know. */
export type UnreachedReason = 'not-running' | 'cors-refused' | 'permission-denied';

export type EndpointReply =
  /** The document is there and its policy holds. */
  | { readonly type: 'ready' }
  | { readonly type: 'answered'; readonly id: number; readonly status: number }
  /** Decoded text, cut where the network cut it, never within a character. */
  | { readonly type: 'piece'; readonly id: number; readonly text: string }
  | { readonly type: 'closed'; readonly id: number }
  | { readonly type: 'unreached'; readonly id: number; readonly reason: UnreachedReason }
  /** The connection broke after the answer had begun. */
  | { readonly type: 'broken'; readonly id: number }
  | { readonly type: 'stopped'; readonly id: number };

/** What the page posts to the document's window once, with the port. */
export const CONNECT_MESSAGE = 'vectorgit:connect';
