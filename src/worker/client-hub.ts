/** The page's side of the hub document: loads it when the person has agreed, fetches one model through it, lets it go. */
import { type HubFile, type HubListing, isWhole, readHubListing } from './client-hub-listing.ts';
import { HUB_CONNECT_MESSAGE, type HubCall, type HubReply } from './protocol-hub.ts';
import type { StagedFile } from './protocol-source.ts';

/** Why a model could not be fetched. `not-found` also stands for one that the hub shows only to who has signed in. */
export type HubFailure =
  | { readonly kind: 'unreached' | 'not-found' | 'not-understood' | 'too-large' }
  | { readonly kind: 'refused'; readonly status: number }
  /** The connection broke within a file, or the file is not what the list said. */
  | { readonly kind: 'cut' | 'damaged'; readonly file: string }
  /** The model is there, in a form that does not run here. */
  | { readonly kind: 'incomplete'; readonly missing: string };

export type HubOutcome =
  /** Every file compared with the hub's checksum. */
  | { readonly state: 'done'; readonly files: readonly StagedFile[] }
  | { readonly state: 'stopped' }
  | { readonly state: 'failed'; readonly failure: HubFailure };

/** How far a fetch is; `totalBytes` is null until the list of files is there. */
export interface HubProgress {
  readonly loadedBytes: number;
  readonly totalBytes: number | null;
}

const DOCUMENT = 'hub.html';
const READY_TIMEOUT_MS = 15_000;
/** What a browser's memory surely holds twice: once as it comes, once as it is kept. */
const MAX_MODEL_BYTES = 1_000_000_000;
const MAX_LISTING_BYTES = 10_000_000;

/** Fetches one model; call it only when the person has agreed to it. Rejects when the document itself cannot be had. */
export async function fetchHubModel(
  model: string,
  signal: AbortSignal,
  onProgress: (progress: HubProgress) => void,
): Promise<HubOutcome> {
  const link = await openHub();
  try {
    onProgress({ loadedBytes: 0, totalBytes: null });
    const listed = await link.get(
      { type: 'list', model },
      MAX_LISTING_BYTES,
      signal,
      () => undefined,
    );
    if (listed.state !== 'done')
      return listed.state === 'cut' ? failed({ kind: 'unreached' }) : listed;
    const listing = readHubListing(new TextDecoder().decode(listed.content));
    if (listing === null) return failed({ kind: 'not-understood' });
    if ('missing' in listing) return failed({ kind: 'incomplete', missing: listing.missing });
    if (listing.bytes > MAX_MODEL_BYTES) return failed({ kind: 'too-large' });
    return await fetchFiles(link, model, listing, signal, onProgress);
  } finally {
    link.close();
  }
}

async function fetchFiles(
  link: HubLink,
  model: string,
  { commit, files, bytes: totalBytes }: HubListing,
  signal: AbortSignal,
  onProgress: (progress: HubProgress) => void,
): Promise<HubOutcome> {
  const staged: StagedFile[] = [];
  let doneBytes = 0;
  for (const wanted of files) {
    const { name, bytes } = wanted;
    const got = await link.get(
      { type: 'file', model, commit, file: name },
      bytes,
      signal,
      (loaded) => onProgress({ loadedBytes: doneBytes + loaded, totalBytes }),
    );
    if (got.state === 'cut') return failed({ kind: 'cut', file: name });
    if (got.state !== 'done') return got;
    const file = await checked(wanted, got.content);
    if (file === null) return failed({ kind: 'damaged', file: name });
    staged.push({ path: name, file });
    doneBytes += bytes;
  }
  return { state: 'done', files: staged };
}

async function checked(wanted: HubFile, content: Uint8Array<ArrayBuffer>): Promise<File | null> {
  if (!(await isWhole(wanted, content))) return null;
  return new File([content], wanted.name.split('/').at(-1) ?? wanted.name);
}

function failed(failure: HubFailure): HubOutcome {
  return { state: 'failed', failure };
}

/** One answer: whole, cut off, or an outcome of the whole fetch. */
type Got =
  | { readonly state: 'done'; readonly content: Uint8Array<ArrayBuffer> }
  | { readonly state: 'cut' }
  | Exclude<HubOutcome, { state: 'done' }>;

/** What is asked for, before it has a number. */
type Wanted =
  | Omit<Extract<HubCall, { type: 'list' }>, 'id'>
  | Omit<Extract<HubCall, { type: 'file' }>, 'id'>;

async function openHub(): Promise<HubLink> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Connection to the hub of models';
  // Everything is forbidden that a fetch does not need: windows, forms, dialogs, navigation of the page.
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
  frame.src = new URL(DOCUMENT, document.baseURI).href;
  const loaded = new Promise<void>((resolve) => {
    frame.addEventListener('load', () => resolve(), { once: true });
  });
  document.body.append(frame);
  await loaded;
  const { port1: port, port2 } = new MessageChannel();
  const link = new HubLink(frame, port);
  frame.contentWindow?.postMessage(HUB_CONNECT_MESSAGE, location.origin, [port2]);
  try {
    await link.ready();
  } catch (error) {
    link.close();
    throw error;
  }
  return link;
}

class HubLink {
  readonly #frame: HTMLIFrameElement;
  readonly #port: MessagePort;
  #hear: (reply: HubReply) => void = () => undefined;
  #lastId = 0;

  constructor(frame: HTMLIFrameElement, port: MessagePort) {
    this.#frame = frame;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<HubReply>) => this.#hear(data);
  }

  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('The hub document does not answer')),
        READY_TIMEOUT_MS,
      );
      this.#hear = ({ type }) => {
        if (type !== 'ready') return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One after the other; more than `maxBytes` is not what was asked for. */
  get(
    wanted: Wanted,
    maxBytes: number,
    signal: AbortSignal,
    onBytes: (loadedBytes: number) => void,
  ): Promise<Got> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const pieces: ArrayBuffer[] = [];
      let loaded = 0;
      let status = 0;
      const end = (got: Got | Promise<Got>): void => {
        signal.removeEventListener('abort', stop);
        this.#hear = () => undefined;
        resolve(got);
      };
      const leave = (got: Got): void => {
        this.#port.postMessage({ type: 'stop', id } satisfies HubCall);
        end(got);
      };
      const stop = (): void => leave({ state: 'stopped' });
      this.#hear = (reply) => {
        if (reply.type === 'ready' || reply.id !== id) return;
        switch (reply.type) {
          case 'answered':
            status = reply.status;
            if (status !== 200) leave({ state: 'failed', failure: failureOf(status) });
            break;
          case 'piece':
            pieces.push(reply.bytes);
            loaded += reply.bytes.byteLength;
            if (loaded > maxBytes) leave({ state: 'cut' });
            else onBytes(loaded);
            break;
          case 'closed':
            end(wholeOf(pieces));
            break;
          case 'broken':
            end({ state: 'cut' });
            break;
          case 'unreached':
            end({ state: 'failed', failure: { kind: 'unreached' } });
            break;
          case 'stopped':
            end({ state: 'stopped' });
            break;
        }
      };
      if (signal.aborted) return end({ state: 'stopped' });
      signal.addEventListener('abort', stop);
      this.#port.postMessage({ ...wanted, id } satisfies HubCall);
    });
  }

  close(): void {
    this.#port.close();
    this.#frame.remove();
  }
}

/** The hub answers 401 for what is not there, too, lest anybody find out which private models exist. */
function failureOf(status: number): HubFailure {
  return [401, 403, 404].includes(status) ? { kind: 'not-found' } : { kind: 'refused', status };
}

async function wholeOf(pieces: readonly ArrayBuffer[]): Promise<Got> {
  return { state: 'done', content: new Uint8Array(await new Blob([...pieces]).arrayBuffer()) };
}
