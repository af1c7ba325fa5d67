/** How an answer or an error crosses. */
import type { ErrorCode } from '../domain/api.ts';

/** An error as it crosses: Comlink would keep only message and stack. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: WireError };
