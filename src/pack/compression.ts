/** Below this share of its size a section is kept deflated. */
const WORTH_SHARE = 0.95;

/** The bytes deflated without a wrapper, or null when that saves next to nothing. */
export async function deflated(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (bytes.length === 0) return null;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  return packed.length < bytes.length * WORTH_SHARE ? packed : null;
}

/**
 * Inflates to exactly `size` bytes; null when it comes out longer, shorter or broken. Stops at the first byte too
 * many, so that a small section cannot fill the memory.
 */
export async function inflated(
  packed: Uint8Array<ArrayBuffer>,
  size: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const whole = new Uint8Array(size);
  let offset = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const part: Uint8Array = read.value;
      if (offset + part.length > size) {
        await reader.cancel().catch(() => undefined);
        return null;
      }
      whole.set(part, offset);
      offset += part.length;
    }
  } catch {
    return null;
  }
  return offset === size ? whole : null;
}
