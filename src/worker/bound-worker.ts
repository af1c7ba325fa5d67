/**
 * Starts a worker so that the page's content security policy binds it.
 *
 * A worker loaded by its address is bound by the headers of its own response only, which a plain static host does
 * not send: it could talk to any origin. A worker made of a blob inherits the page's policy, so the worker is a
 * few lines of blob which import the module. The import is dynamic, since Firefox lets a static one pass by the
 * service worker (nothing would start offline). A dynamic import resolves late, when messages may be there already:
 * the blob keeps them and dispatches them again, with their ports, once the module listens.
 */
import { trustedScriptUrl } from './trusted-script-url.ts';

/**
 * A new worker of this name. `moduleUrl` is absolute, because a blob has no base to resolve against. Messages may be
 * posted at once. A script that cannot be loaded, or throws while it starts, arrives as the worker's `error` event.
 */
export function spawnBoundWorker(moduleUrl: string, name: string): Worker {
  const blob = new Blob([bootstrapSource(moduleUrl)], { type: 'text/javascript' });
  const blobUrl = URL.createObjectURL(blob);
  const worker = new Worker(trustedScriptUrl(blobUrl), { type: 'module', name });
  // Some browsers read the blob after the constructor has returned; by the first answer it has been read.
  worker.addEventListener('message', () => URL.revokeObjectURL(blobUrl), { once: true });
  return worker;
}

/**
 * `keep` is the first listener, so stopImmediatePropagation hides a message from a module that is half started
 * (one with a top-level await) and no message is heard twice.
 */
function bootstrapSource(moduleUrl: string): string {
  return `const early = [];
const keep = (event) => {
  event.stopImmediatePropagation();
  early.push(event);
};
addEventListener('message', keep);
import(${JSON.stringify(moduleUrl)}).then(
  () => {
    removeEventListener('message', keep);
    for (const { data, ports } of early) dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
  },
  reportError,
);
`;
}
