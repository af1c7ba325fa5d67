/**
 * The one document of VectorGit that may reach the hub of models. The page loads it into a hidden frame after the
 * person has agreed to a fetch, and takes it away afterwards; the page's own policy stays closed. The policy in its file
 * permits the hub's hosts only, and it asks for nothing but a model's list and files, by GET, whatever the page says.
 */
import { HUB_CONNECT_MESSAGE, HUB_ORIGIN, type HubCall, type HubReply } from './protocol-hub.ts';

const MODEL = /^\w[\w.-]*(?:\/\w[\w.-]*)?$/;
const COMMIT = /^[0-9a-f]{40}$/;
const FILE = /^\w[\w.-]*(?:\/\w[\w.-]*)?$/;

const running = new Map<number, AbortController>();

addEventListener('message', connect);

function connect(event: MessageEvent): void {
  const [port] = event.ports;
  const fromPage = event.origin === location.origin && event.source === parent;
  if (!fromPage || event.data !== HUB_CONNECT_MESSAGE || port === undefined) return;
  removeEventListener('message', connect);
  const reply = (message: HubReply, transfer: Transferable[] = []): void =>
    port.postMessage(message, transfer);
  port.onmessage = ({ data }: MessageEvent<HubCall>) => {
    if (data.type === 'stop') running.get(data.id)?.abort();
    else void get(data.id, addressOf(data), reply);
  };
  reply({ type: 'ready' });
}

/** Null for a call that names no file of a model. */
function addressOf(call: Exclude<HubCall, { type: 'stop' }>): string | null {
  if (!MODEL.test(call.model)) return null;
  if (call.type === 'list')
    return `${HUB_ORIGIN}/api/models/${call.model}/revision/main?blobs=true`;
  if (!COMMIT.test(call.commit) || !FILE.test(call.file)) return null;
  return `${HUB_ORIGIN}/${call.model}/resolve/${call.commit}/${call.file}`;
}

async function get(
  id: number,
  address: string | null,
  reply: (message: HubReply, transfer?: Transferable[]) => void,
): Promise<void> {
  if (address === null) return reply({ type: 'unreached', id });
  const abort = new AbortController();
  running.set(id, abort);
  let answered = false;
  try {
    // Neither cookies nor an address of ours go along. Redirects are followed as far as the policy permits.
    const response = await fetch(address, {
      signal: abort.signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    answered = true;
    reply({ type: 'answered', id, status: response.status });
    const reader = response.body?.getReader();
    for (;;) {
      const step = await reader?.read();
      if (step === undefined || step.done) break;
      const bytes = step.value.slice().buffer;
      reply({ type: 'piece', id, bytes }, [bytes]);
    }
    reply({ type: 'closed', id });
  } catch {
    reply({ type: abort.signal.aborted ? 'stopped' : answered ? 'broken' : 'unreached', id });
  } finally {
    running.delete(id);
  }
}
