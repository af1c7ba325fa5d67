/** The page's side of the endpoint document: loads it when the person has agreed, asks through it, lets it go. */
import {
  AnswerStream,
  type EndpointFailure,
  failureInStream,
  failureOfStatus,
} from '../explain/api.ts';
import { CONNECT_MESSAGE, type EndpointCall, type EndpointReply } from './protocol-endpoint.ts';

/** How an exchange ended. */
export type EndpointOutcome =
  | {
      readonly state: 'done';
      readonly text: string /** Stopped at the server's limit. */;
      readonly cut: boolean;
    }
  /** By the person; what had come is kept. */
  | { readonly state: 'stopped'; readonly text: string }
  | { readonly state: 'failed'; readonly text: string; readonly failure: EndpointFailure };

/** A way to one server on this machine. Only `close` ends it; a failed exchange does not. */
export interface EndpointLink {
  readonly origin: string;
  /** Streams a chat answer; `onText` gets all that has come so far. */
  chat(
    request: { readonly url: string; readonly body: string },
    key: string | null,
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<EndpointOutcome>;
  /** One whole answer to a GET. */
  read(url: string, key: string | null, signal: AbortSignal): Promise<EndpointOutcome>;
  close(): void;
}

const DOCUMENT = 'endpoint.html';
const READY_TIMEOUT_MS = 15_000;
/** A body of an error is read this far. */
const MAX_BODY = 1_000_000;

/** Loads the endpoint document for one origin; call it only when the person has agreed to this origin. */
export async function openEndpoint(origin: string): Promise<EndpointLink> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Connection to a model on this machine';
  // Everything is forbidden that asking a server does not need: windows, forms, dialogs, navigation of the page.
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
  // Where the browser asks for consent to reach this machine, the document may be the one that asks.
  frame.allow = 'loopback-network; local-network; local-network-access';
  const address = new URL(DOCUMENT, document.baseURI);
  address.hash = encodeURIComponent(origin);
  frame.src = address.href;
  const loaded = new Promise<void>((resolve) => {
    frame.addEventListener('load', () => resolve(), { once: true });
  });
  document.body.append(frame);
  await loaded;
  const { port1: port, port2 } = new MessageChannel();
  const link = new FrameLink(origin, frame, port);
  frame.contentWindow?.postMessage(CONNECT_MESSAGE, location.origin, [port2]);
  await link.ready();
  return link;
}

class FrameLink implements EndpointLink {
  readonly origin: string;
  readonly #frame: HTMLIFrameElement;
  readonly #port: MessagePort;
  readonly #heard = new Map<number, (reply: EndpointReply) => void>();
  #onReady: () => void = () => undefined;
  #lastId = 0;

  constructor(origin: string, frame: HTMLIFrameElement, port: MessagePort) {
    this.origin = origin;
    this.#frame = frame;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<EndpointReply>) => {
      if (data.type === 'ready') this.#onReady();
      else this.#heard.get(data.id)?.(data);
    };
  }

  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('The endpoint document does not answer')),
        READY_TIMEOUT_MS,
      );
      this.#onReady = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  chat(
    request: { readonly url: string; readonly body: string },
    key: string | null,
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<EndpointOutcome> {
    const stream = new AnswerStream();
    let text = '';
    let cut = false;
    let error: string | null = null;
    const take = (events: ReturnType<AnswerStream['push']>): void => {
      for (const event of events) {
        if (event.kind === 'text') text += event.text;
        else if (event.kind === 'error') error ??= event.message;
        else if (event.reason === 'length') cut = true;
      }
    };
    return this.#exchange(
      { url: request.url, body: request.body, key },
      signal,
      (piece) => {
        take(stream.push(piece));
        onText(text);
        // What follows an error is nothing; the server may keep the connection.
        return error === null;
      },
      () => text,
      () => {
        take(stream.finish());
        if (error !== null) return { state: 'failed', text, failure: failureInStream(error) };
        if (stream.ended) return { state: 'done', text, cut };
        return text === ''
          ? { state: 'failed', text, failure: { kind: 'not-understood', said: '' } }
          : { state: 'failed', text, failure: { kind: 'stream-broken', said: '' } };
      },
    );
  }

  read(url: string, key: string | null, signal: AbortSignal): Promise<EndpointOutcome> {
    let text = '';
    return this.#exchange(
      { url, body: null, key },
      signal,
      (piece) => {
        text += piece;
        return text.length < MAX_BODY;
      },
      () => text,
      () => ({ state: 'done', text, cut: false }),
    );
  }

  close(): void {
    this.#port.close();
    this.#frame.remove();
    for (const [id, hear] of this.#heard) hear({ type: 'stopped', id });
  }

  /** `onPiece` returns false when it has enough. */
  #exchange(
    call: Omit<Extract<EndpointCall, { type: 'ask' }>, 'type' | 'id'>,
    signal: AbortSignal,
    onPiece: (piece: string) => boolean,
    textSoFar: () => string,
    onClosed: () => EndpointOutcome,
  ): Promise<EndpointOutcome> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      let status = 200;
      let refusal = '';
      const end = (outcome: EndpointOutcome): void => {
        this.#heard.delete(id);
        signal.removeEventListener('abort', stop);
        resolve(outcome);
      };
      const stop = (): void => {
        this.#port.postMessage({ type: 'stop', id } satisfies EndpointCall);
        end({ state: 'stopped', text: textSoFar() });
      };
      this.#heard.set(id, (reply) => {
        switch (reply.type) {
          case 'answered':
            status = reply.status;
            break;
          case 'piece':
            if (status >= 400) refusal = (refusal + reply.text).slice(0, MAX_BODY);
            else if (!onPiece(reply.text)) {
              this.#port.postMessage({ type: 'stop', id } satisfies EndpointCall);
              end(onClosed());
            }
            break;
          case 'closed':
            end(
              status >= 400
                ? { state: 'failed', text: '', failure: failureOfStatus(status, refusal) }
                : onClosed(),
            );
            break;
          case 'broken':
            end({
              state: 'failed',
              text: textSoFar(),
              failure: { kind: 'stream-broken', said: '' },
            });
            break;
          case 'unreached':
            end({ state: 'failed', text: '', failure: { kind: reply.reason, said: '' } });
            break;
          case 'stopped':
            end({ state: 'stopped', text: textSoFar() });
            break;
          case 'ready':
            break;
        }
      });
      if (signal.aborted) stop();
      else {
        signal.addEventListener('abort', stop);
        this.#port.postMessage({ type: 'ask', id, ...call } satisfies EndpointCall);
      }
    });
  }
}
