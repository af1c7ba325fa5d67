/**
 * The one document of VectorGit that may reach another origin: a model server on this machine. The page loads it into
 * a hidden frame after the person has agreed, with the origin in its fragment; the page's own policy stays closed.
 *
 * Two policies bind it. The one in its file permits loopback addresses only, whatever the fragment says. The second is
 * added here, before anything else, and permits the one origin that was agreed to; policies only ever add up, so
 * neither can be widened. It is of the page's origin, not sandboxed to none, because servers let a page in by its
 * origin: `null` would make people allow every site.
 */
import {
  CONNECT_MESSAGE,
  type EndpointCall,
  type EndpointReply,
  type UnreachedReason,
} from './protocol-endpoint.ts';

const LOOPBACK_ORIGIN = /^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/;

const origin = decodeURIComponent(location.hash.slice(1));
if (LOOPBACK_ORIGIN.test(origin)) {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `connect-src ${origin}`;
  document.head.append(policy);
  addEventListener('message', connect);
}

const running = new Map<number, AbortController>();

function connect(event: MessageEvent): void {
  const [port] = event.ports;
  const fromPage = event.origin === location.origin && event.source === parent;
  if (!fromPage || event.data !== CONNECT_MESSAGE || port === undefined) return;
  removeEventListener('message', connect);
  const reply = (message: EndpointReply): void => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<EndpointCall>) => {
    if (data.type === 'stop') running.get(data.id)?.abort();
    else void ask(data, reply);
  };
  reply({ type: 'ready' });
}

async function ask(
  call: Extract<EndpointCall, { type: 'ask' }>,
  reply: (message: EndpointReply) => void,
): Promise<void> {
  const { id } = call;
  const abort = new AbortController();
  running.set(id, abort);
  let answered = false;
  try {
    const response = await send(call, abort.signal);
    answered = true;
    reply({ type: 'answered', id, status: response.status });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const step = await reader?.read();
      if (step === undefined || step.done) break;
      if (step.value !== '') reply({ type: 'piece', id, text: step.value });
    }
    reply({ type: 'closed', id });
  } catch {
    if (abort.signal.aborted) reply({ type: 'stopped', id });
    else if (answered) reply({ type: 'broken', id });
    else reply({ type: 'unreached', id, reason: await reasonOf(call.url) });
  } finally {
    running.delete(id);
  }
}

/** Neither cookies nor an address of ours go along; a redirect could lead elsewhere and is an error. */
function send(
  { url, body, key }: Extract<EndpointCall, { type: 'ask' }>,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method: body === null ? 'GET' : 'POST',
    body,
    signal,
    headers: {
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
    },
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    redirect: 'error',
  });
}

/**
 * A failed fetch does not say why. The permission tells whether the browser let it out; an opaque request, which needs
 * no consent of the server, tells whether anything listens.
 */
async function reasonOf(url: string): Promise<UnreachedReason> {
  if (await isDenied()) return 'permission-denied';
  try {
    await fetch(new URL(url).origin, { mode: 'no-cors', credentials: 'omit', cache: 'no-store' });
    return 'cors-refused';
  } catch {
    // The prompt may have been answered meanwhile.
    return (await isDenied()) ? 'permission-denied' : 'not-running';
  }
}

/** A page from this machine needs no permission to reach it, so an open question says nothing. */
const OF_THIS_MACHINE = /^(?:127\.0\.0\.1|localhost)$/.test(location.hostname);

/**
 * Whether the browser kept the request back. A question that is still open after a request has failed was closed
 * without an answer. Chromium calls the permission by different names in different versions; others have none.
 */
async function isDenied(): Promise<boolean> {
  for (const name of ['loopback-network', 'local-network-access', 'local-network']) {
    try {
      const { state } = await navigator.permissions.query({ name: name as PermissionName });
      if (state !== 'granted') return state === 'denied' || !OF_THIS_MACHINE;
    } catch {
      // A name that this browser does not know.
    }
  }
  return false;
}
