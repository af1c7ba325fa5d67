/** Models of the hub in words. */
import type { HubFailure } from '../../worker/client-hub.ts';

/** What to say of models that are known to work: bytes of the files that are fetched, as the hub tells them. */
const KNOWN_BYTES: ReadonlyMap<string, number> = new Map([
  ['Xenova/all-MiniLM-L6-v2', 23_700_000],
  ['Xenova/bge-small-en-v1.5', 34_700_000],
  ['jinaai/jina-embeddings-v2-base-code', 164_000_000],
]);

/** Roughly how much is fetched; null for a model that is not known here. */
export function knownBytes(id: string): number | null {
  return KNOWN_BYTES.get(id) ?? null;
}

/** The id that was meant by `owner/name` or by an address of the hub; null when it is neither. */
export function hubIdOf(text: string): string | null {
  const path = text.trim().replace(/^(?:https?:\/\/)?(?:www\.)?[\w-]+\.co\//, '');
  const match = /^(\w[\w.-]*\/\w[\w.-]*?)(?:\/(?:tree|blob|resolve)\/.*)?\/?$/.exec(path);
  return match?.[1] ?? null;
}

/** What went wrong, and what can be done. */
export function hubFailureText(failure: HubFailure, host: string): string {
  switch (failure.kind) {
    case 'unreached':
      return `${host} could not be reached. Look at the connection, or give the model’s folder instead.`;
    case 'not-found':
      return `${host} has no public model of this name.`;
    case 'refused':
      return `${host} refused with status ${failure.status}. Try again later.`;
    case 'not-understood':
      return `${host} answered with something that is no list of a model’s files.`;
    case 'too-large':
      return 'The model is larger than 1 GB, which a browser cannot hold.';
    case 'cut':
      return `The connection broke while ${failure.file} was fetched. Nothing was kept.`;
    case 'damaged':
      return `${failure.file} is not what ${host} says it should be. Nothing was kept.`;
    case 'incomplete':
      return `The model has no ${failure.missing}, so it cannot run in a browser. Look for one with ONNX files, often under Xenova or onnx-community.`;
  }
}
