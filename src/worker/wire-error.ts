import { VectorGitError } from '../domain/api.ts';
import type { Reply, WireError } from './protocol-reply.ts';

/** An error as it crosses to the page. What nobody named is a bug: it is written to the console, too. */
export function wireErrorOf(error: unknown): WireError {
  if (error instanceof VectorGitError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  console.error(error);
  return {
    code: 'worker/request-failed',
    message: 'The engine failed at this request; the index is as it was',
    details: { reason: error instanceof Error ? error.message : String(error) },
  };
}

/** Runs a request; its failure becomes a value, so that one broken request does not kill the engine. */
export async function replying<Value>(work: () => Promise<Value> | Value): Promise<Reply<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: wireErrorOf(error) };
  }
}
