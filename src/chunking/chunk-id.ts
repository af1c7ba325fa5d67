import { createSHA256 } from 'hash-wasm';
import type { ChunkId } from '../domain/api.ts';

/**
 * One hasher for all texts: a chunk is small, and setting one up costs more than hashing it. It is made
 * while the module loads (its wasm is inlined in the package), so that the id itself is synchronous.
 */
const hasher = await createSHA256();

/** `chunk_` and the first 16 hex digits of the SHA-256 of the text in UTF-8. */
export function chunkIdOf(text: string): ChunkId {
  return `chunk_${hasher.init().update(text).digest('hex').slice(0, 16)}` as ChunkId;
}
