import type { SealedSegment } from '../index/api.ts';

/** What the segment's writer makes of the texts and could make again, by kind: postings and whatever joins them. */
export function derivedParts(sealed: SealedSegment): Map<string, Uint8Array<ArrayBuffer>> {
  const parts = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [kind, value] of Object.entries(sealed)) {
    if (kind !== 'files' && kind !== 'chunks' && value instanceof Uint8Array) {
      parts.set(kind, value as Uint8Array<ArrayBuffer>);
    }
  }
  return parts;
}
